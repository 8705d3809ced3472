"use client";

import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from "react";

const EVERY_MS = 10_000;

interface Line {
  text: string;
  /** failures are read first */
  failure: boolean;
}

const AnnounceContext = createContext<(text: string, failure?: boolean) => void>(() => undefined);

/** The one polite region of the page: at most one line in ten seconds, failures first, of the rest the latest. */
export function AnnouncerProvider({ children }: { children: ReactNode }) {
  const [text, setText] = useState("");
  const waiting = useRef<Line | null>(null);
  const lastMs = useRef(Number.NEGATIVE_INFINITY);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);

  const flush = useCallback(() => {
    timer.current = null;
    if (!waiting.current) return;
    lastMs.current = performance.now();
    setText(waiting.current.text);
    waiting.current = null;
  }, []);
  const announce = useCallback(
    (line: string, failure = false) => {
      if (!waiting.current?.failure || failure) waiting.current = { text: line, failure };
      if (timer.current) return;
      timer.current = setTimeout(flush, Math.max(0, lastMs.current + EVERY_MS - performance.now()));
    },
    [flush],
  );
  useEffect(() => () => void (timer.current && clearTimeout(timer.current)), []);

  return (
    <AnnounceContext value={announce}>
      {children}
      <div aria-live="polite" aria-atomic="true" className="sr-only">
        {text}
      </div>
    </AnnounceContext>
  );
}

/** Says a change to those who cannot see it: `announce("reviews v3 is failing", true)`. */
export function useAnnounce(): (text: string, failure?: boolean) => void {
  return useContext(AnnounceContext);
}
