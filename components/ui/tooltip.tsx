"use client";

import { mergeProps } from "@base-ui/react/merge-props";
import {
  cloneElement,
  type FocusEvent,
  lazy,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  Suspense,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";

export type TooltipSide = "top" | "bottom" | "left" | "right";

const load = () => import("./tooltip-popup").then((m) => ({ default: m.TooltipPopup }));
const TooltipPopup = lazy(load);

const DELAY_MS = 400;
/** So long the pointer may take from the element to its tooltip, which may be pointed at too. */
const LEAVE_MS = 120;
/** Within this of the last one the next comes at once, so that a row of icons can be read along. */
const NEIGHBOUR_MS = 400;

let lastClosedMs = Number.NEGATIVE_INFINITY;

/** A few words about `children`, which is one focusable element. Never the only place of something needed. */
export function Tooltip({
  content,
  children,
  side = "bottom",
}: {
  content: ReactNode;
  children: ReactElement<Record<string, unknown>>;
  side?: TooltipSide;
}) {
  const [anchor, setAnchor] = useState<Element | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const id = useId();
  useEffect(() => () => clearTimeout(timer.current), []);
  const later = (ms: number, run: () => void) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(run, ms);
  };
  const show = (element: Element) => {
    clearTimeout(timer.current);
    setAnchor(element);
  };
  const hide = () => {
    clearTimeout(timer.current);
    if (anchor) lastClosedMs = performance.now();
    setAnchor(null);
  };
  const leave = () => (anchor ? later(LEAVE_MS, hide) : hide());
  const trigger = cloneElement(
    children,
    mergeProps<"button">(
      {
        "aria-describedby": anchor ? id : undefined,
        onPointerEnter: (event: PointerEvent<HTMLElement>) => {
          if (event.pointerType === "touch") return;
          const element = event.currentTarget;
          void load().catch(() => undefined);
          later(performance.now() - lastClosedMs < NEIGHBOUR_MS ? 0 : DELAY_MS, () => show(element));
        },
        onPointerLeave: leave,
        onPointerDown: hide,
        onClick: hide,
        onFocus: (event: FocusEvent<HTMLElement>) => {
          if (event.currentTarget.matches(":focus-visible")) show(event.currentTarget);
        },
        onBlur: hide,
      },
      children.props,
    ),
  );
  return (
    <>
      {trigger}
      {anchor ? (
        <Suspense fallback={null}>
          <TooltipPopup
            id={id}
            anchor={anchor}
            side={side}
            onClose={hide}
            onPointerEnter={() => clearTimeout(timer.current)}
            onPointerLeave={leave}
          >
            {content}
          </TooltipPopup>
        </Suspense>
      ) : null}
    </>
  );
}
