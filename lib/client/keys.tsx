"use client";

import { createContext, type ReactNode, useContext, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { type KeyBinding, KeyRegistry, keyName } from "./key-registry";

const KeyContext = createContext<KeyRegistry | null>(null);

const NONE: readonly KeyBinding[] = [];

function typesInto(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select"))
  );
}

/** Listens for the keys of the page. */
export function KeyProvider({ children }: { children: ReactNode }) {
  const [registry] = useState(() => new KeyRegistry());
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const key = keyName(event);
      if (key && registry.press(key, typesInto(event.target), event.timeStamp)) event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [registry]);
  return <KeyContext value={registry}>{children}</KeyContext>;
}

/** Binds keys while mounted. `run` may change between renders; keys and labels should not. */
export function useKeys(bindings: readonly KeyBinding[]): void {
  const registry = useContext(KeyContext);
  const latest = useRef(bindings);
  useEffect(() => {
    latest.current = bindings;
  });
  const shape = JSON.stringify(bindings.map(({ run: _, ...rest }) => rest));
  useEffect(() => {
    if (!registry) return;
    const shapes = JSON.parse(shape) as Omit<KeyBinding, "run">[];
    return registry.add(shapes.map((b, i) => ({ ...b, run: () => latest.current[i]?.run() })));
  }, [registry, shape]);
}

/** Every key bound now. */
export function useBoundKeys(): readonly KeyBinding[] {
  const registry = useContext(KeyContext);
  return useSyncExternalStore(
    registry?.onChange ?? (() => () => undefined),
    () => registry?.list() ?? NONE,
    () => NONE,
  );
}
