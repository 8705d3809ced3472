"use client";

import { X } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { cn } from "./cn";
import { IconButton } from "./icon-button";

const WIDTH = { least: 320, usual: 376, most: 560, step: 16 } as const;

const within = (width: number) => Math.min(WIDTH.most, Math.max(WIDTH.least, width));

/**
 * What is known about the selected thing, at the right of the page and never modal. Its edge drags (320-560 px); Esc
 * closes it. Below 1280 px it covers the content, on a phone the whole page. Opening does not move the focus.
 */
export function SidePanel({
  label,
  head,
  tabs,
  children,
  foot,
  onClose,
  headActions,
}: {
  /** names the panel for readers, and its close button */
  label: string;
  head: ReactNode;
  /** controls next to the close button */
  headActions?: ReactNode;
  /** stands between head and body, does not scroll */
  tabs?: ReactNode;
  children: ReactNode;
  /** one or two actions */
  foot?: ReactNode;
  onClose: () => void;
}) {
  const [width, setWidth] = useState<number>(WIDTH.usual);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      if (document.querySelector("[role=dialog][data-open], [role=menu][data-open]")) return;
      close.current();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);

  return (
    <aside
      aria-label={label}
      style={{ ["--panel-width" as string]: `${width}px` }}
      className={cn(
        "relative z-20 flex min-h-0 shrink-0 flex-col border-l border-border-1 bg-surface-1",
        "w-[var(--panel-width)] max-xl:absolute max-xl:inset-y-0 max-xl:right-0 max-xl:shadow-pop",
        "max-sm:fixed max-sm:inset-x-0 max-sm:bottom-14 max-sm:top-0 max-sm:z-30 max-sm:w-auto max-sm:border-l-0",
      )}
    >
      <ResizeEdge width={width} onWidth={(next) => setWidth(within(next))} />
      <div className="flex shrink-0 items-start gap-2 px-4 pb-3 pt-3.5">
        <div className="min-w-0 flex-1">{head}</div>
        {headActions}
        <IconButton label={`Close ${label}`} hint="Esc" small onClick={onClose}>
          <X aria-hidden="true" />
        </IconButton>
      </div>
      {tabs}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto px-4 pb-4 outline-offset-[-2px]">
        {children}
      </div>
      {foot ? (
        <div className="flex min-h-[53px] shrink-0 items-center gap-2 border-t border-border-1 px-4 py-2.5 [&>*]:flex-1">
          {foot}
        </div>
      ) : null}
    </aside>
  );
}

function ResizeEdge({ width, onWidth }: { width: number; onWidth: (width: number) => void }) {
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === "ArrowLeft" ? WIDTH.step : event.key === "ArrowRight" ? -WIDTH.step : 0;
    if (by === 0) return;
    event.preventDefault();
    onWidth(width + by);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a separator that is moved has no element of its own
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the panel"
      aria-valuenow={width}
      aria-valuemin={WIDTH.least}
      aria-valuemax={WIDTH.most}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.preventDefault();
        const from = event.clientX;
        const before = width;
        const target = event.currentTarget;
        target.setPointerCapture(event.pointerId);
        const move = (e: PointerEvent) => onWidth(before + from - e.clientX);
        target.addEventListener("pointermove", move);
        target.addEventListener("lostpointercapture", () => target.removeEventListener("pointermove", move), {
          once: true,
        });
      }}
      className="absolute -left-1 top-0 z-10 h-full w-2 cursor-col-resize touch-none hover:bg-accent/20 focus-visible:bg-accent/40 max-sm:hidden"
    />
  );
}
