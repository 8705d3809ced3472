"use client";

import { Menu as Base } from "@base-ui/react/menu";
import Link from "next/link";
import { cn } from "./cn";
import { Kbd } from "./kbd";
import type { MenuEntry } from "./menu";
import type { PopupControl } from "./use-popup-trigger";

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

/** The list that a `Menu` opens, fetched when it is first wanted. */
export function MenuPopup({
  control,
  entries,
  align,
}: {
  control: PopupControl;
  entries: readonly MenuEntry[];
  align: "start" | "end";
}) {
  return (
    <Base.Root open={control.open} onOpenChange={(open, { event }) => control.onOpenChange(open, event)}>
      <Base.Portal>
        <Base.Positioner anchor={control.anchor} align={align} sideOffset={6} collisionPadding={8} className="z-40">
          <Base.Popup
            id={control.id}
            aria-labelledby={control.triggerId}
            onKeyDown={control.onKeyDown}
            className="max-h-[min(70vh,var(--available-height))] min-w-[184px] animate-appear overflow-auto rounded-2 border border-border-2 bg-surface-pop p-1 shadow-pop outline-none"
          >
            {entries.map((entry) => (
              <Entry key={entry.id} entry={entry} />
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
