"use client";

import { Menu as Base } from "@base-ui/react/menu";
import Link from "next/link";
import type { ReactElement, ReactNode } from "react";
import { cn } from "./cn";
import { Kbd } from "./kbd";

export type MenuEntry =
  | {
      kind?: "item";
      id: string;
      label: ReactNode;
      icon?: ReactNode;
      hint?: string;
      /** destructive entries stand last, after a line */
      danger?: boolean;
      checked?: boolean;
      disabled?: boolean;
      href?: string;
      onSelect?: () => void;
    }
  | { kind: "separator"; id: string }
  | { kind: "label"; id: string; label: ReactNode };

const ITEM =
  "flex h-8 cursor-default select-none items-center gap-2 whitespace-nowrap rounded-1 px-2 outline-none data-[highlighted]:bg-surface-3 data-[disabled]:text-text-3 max-sm:h-11 [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:stroke-[1.75]";

function Entry({ entry }: { entry: MenuEntry }) {
  if (entry.kind === "separator") return <Base.Separator className="my-1 border-t border-border-1" />;
  if (entry.kind === "label") return <div className="px-2 pb-0.5 pt-1.5 text-xs text-text-3">{entry.label}</div>;
  const body = (
    <>
      {entry.icon}
      <span className="min-w-0 flex-1 truncate">{entry.label}</span>
      {entry.checked ? <span aria-hidden="true">✓</span> : null}
      {entry.hint ? <Kbd>{entry.hint}</Kbd> : null}
    </>
  );
  const className = cn(ITEM, entry.danger && "text-failing-fg");
  if (entry.href) {
    return (
      <Base.LinkItem className={className} closeOnClick render={<Link href={entry.href} />}>
        {body}
      </Base.LinkItem>
    );
  }
  return (
    <Base.Item
      className={className}
      disabled={entry.disabled ?? false}
      onClick={() => entry.onSelect?.()}
      {...(entry.checked === undefined ? {} : { role: "menuitemradio", "aria-checked": entry.checked })}
    >
      {body}
    </Base.Item>
  );
}

/** A list of acts or links behind one button. */
export function Menu({
  trigger,
  entries,
  align = "start",
}: {
  trigger: ReactElement<Record<string, unknown>>;
  entries: readonly MenuEntry[];
  align?: "start" | "end";
}) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} sideOffset={6} collisionPadding={8} className="z-40">
          <Base.Popup className="max-h-[min(70vh,var(--available-height))] min-w-[184px] animate-appear overflow-auto rounded-2 border border-border-2 bg-surface-pop p-1 shadow-pop outline-none">
            {entries.map((entry) => (
              <Entry key={entry.id} entry={entry} />
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
