"use client";

import { lazy, type ReactElement, type ReactNode, Suspense } from "react";
import { usePopupTrigger } from "./use-popup-trigger";

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

const load = () => import("./menu-popup").then((m) => ({ default: m.MenuPopup }));
const MenuPopup = lazy(load);

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
  const popup = usePopupTrigger({ trigger, kind: "menu", load });
  return (
    <>
      {popup.trigger}
      {popup.asked ? (
        <Suspense fallback={null}>
          <MenuPopup control={popup.control} entries={entries} align={align} />
        </Suspense>
      ) : null}
    </>
  );
}
