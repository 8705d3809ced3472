"use client";

import { useSyncExternalStore } from "react";

const QUERY = "(max-width: 640px)";

function watch(listener: () => void): () => void {
  const media = window.matchMedia(QUERY);
  media.addEventListener("change", listener);
  return () => media.removeEventListener("change", listener);
}

/** Whether the phone's rules hold (up to 640 px). */
export function usePhone(): boolean {
  return useSyncExternalStore(
    watch,
    () => window.matchMedia(QUERY).matches,
    () => false,
  );
}
