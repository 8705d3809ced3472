"use client";

import { mergeProps } from "@base-ui/react/merge-props";
import {
  cloneElement,
  type KeyboardEvent,
  type MouseEvent,
  type ReactElement,
  type RefObject,
  useId,
  useRef,
  useState,
} from "react";

/** What a popup whose code comes later is told of the button that opened it. */
export interface PopupControl {
  id: string;
  triggerId: string;
  anchor: RefObject<HTMLElement | null>;
  open: boolean;
  /** `event`: what asks for it. A press on the button itself is left to the button. */
  onOpenChange: (open: boolean, event?: Event) => void;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}

const TABBABLE = "a[href], button:not(:disabled), input:not(:disabled), select, textarea, [tabindex='0']";

/** Keys that open a list besides the ones that press a button. */
const OPENS_MENU = ["ArrowDown", "ArrowUp"];

function leavesAtTheEnd(event: KeyboardEvent<HTMLElement>): boolean {
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>(TABBABLE)].filter((stop) => stop.tabIndex >= 0);
  const last = event.shiftKey ? stops[0] : stops.at(-1);
  return !last || document.activeElement === last || document.activeElement === event.currentTarget;
}

/**
 * A button that opens a popup whose code is fetched when it is first wanted: pointed at, focused or pressed. The button is there from
 * the start and no press is lost; the popup follows as soon as it can.
 */
export function usePopupTrigger({
  trigger,
  kind,
  load,
  open: wanted,
  onOpenChange,
}: {
  trigger: ReactElement<Record<string, unknown>>;
  kind: "menu" | "dialog";
  load: () => Promise<unknown>;
  open?: boolean | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
}): { trigger: ReactElement; asked: boolean; control: PopupControl } {
  const [own, setOwn] = useState(false);
  const open = wanted ?? own;
  const [asked, setAsked] = useState(open);
  if (open && !asked) setAsked(true);
  const anchor = useRef<HTMLElement>(null);
  const id = useId();
  const triggerId = useId();
  const setOpen = (next: boolean) => {
    setOwn(next);
    onOpenChange?.(next);
  };
  const prefetch = () => void load().catch(() => undefined);
  const element = cloneElement(
    trigger,
    mergeProps<"button">(
      {
        id: triggerId,
        ref: anchor as RefObject<HTMLButtonElement | null>,
        "aria-haspopup": kind,
        "aria-expanded": open,
        "aria-controls": open ? id : undefined,
        onPointerEnter: prefetch,
        onPointerDown: prefetch,
        onFocus: prefetch,
        onClick: (event: MouseEvent<HTMLElement>) => {
          // Safari gives no focus to a pressed button, and then none comes back to it.
          event.currentTarget.focus();
          setOpen(!open);
        },
        onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
          if (kind !== "menu" || !OPENS_MENU.includes(event.key)) return;
          event.preventDefault();
          setOpen(true);
        },
      },
      trigger.props,
    ),
  );
  const close = () => {
    setOpen(false);
    anchor.current?.focus();
  };
  return {
    trigger: element,
    asked,
    control: {
      id,
      triggerId,
      anchor,
      open,
      onOpenChange: (next, event) => {
        const towards = event instanceof FocusEvent ? event.relatedTarget : event?.target;
        if (!next && towards instanceof Node && anchor.current?.contains(towards)) return;
        setOpen(next);
      },
      // It stands at the end of the page: beyond its ends lies nothing, so Tab leads back to the button.
      onKeyDown: (event) => {
        if (event.key !== "Tab" || !leavesAtTheEnd(event)) return;
        event.preventDefault();
        close();
      },
    },
  };
}
