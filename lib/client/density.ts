"use client";

import { useSyncExternalStore } from "react";

export type Density = "compact" | "comfortable";

const KEY = "heddle-density";
const listeners = new Set<() => void>();

function read(): Density {
  try {
    return localStorage.getItem(KEY) === "comfortable" ? "comfortable" : "compact";
  } catch {
    return "compact";
  }
}

/** Marks the page with the reader's density; rows follow the mark. */
export function applyDensity(): void {
  document.documentElement.dataset.density = read();
}

/** Height of table rows, kept in this browser: compact (32) or comfortable (40). */
export function useDensity(): [Density, (density: Density) => void] {
  const density = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    read,
    () => "compact" as const,
  );
  const set = (next: Density) => {
    try {
      localStorage.setItem(KEY, next);
    } catch {
      // A browser that keeps nothing still shows the choice until the page is left.
    }
    applyDensity();
    for (const listener of listeners) listener();
  };
  return [density, set];
}
