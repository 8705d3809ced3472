"use client";

import { createContext, type ReactNode, useContext, useEffect, useRef, useState, useSyncExternalStore } from "react";

/** Something the page can do, offered by the palette: an action as data. */
export interface PageAction {
  id: string;
  label: string;
  /** more words it is found by */
  keywords?: string;
  keys?: string;
  run: () => void;
}

class ActionList {
  #actions: readonly PageAction[] = [];
  readonly #listeners = new Set<() => void>();

  list = (): readonly PageAction[] => this.#actions;

  onChange = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  add(actions: readonly PageAction[]): () => void {
    this.#set([...this.#actions, ...actions]);
    return () => this.#set(this.#actions.filter((a) => !actions.includes(a)));
  }

  #set(actions: readonly PageAction[]): void {
    this.#actions = actions;
    for (const listener of this.#listeners) listener();
  }
}

const ActionContext = createContext<ActionList | null>(null);
const NONE: readonly PageAction[] = [];

export function PageActionsProvider({ children }: { children: ReactNode }) {
  const [list] = useState(() => new ActionList());
  return <ActionContext value={list}>{children}</ActionContext>;
}

/** Offers actions in the palette while mounted. */
export function usePageActions(actions: readonly PageAction[]): void {
  const list = useContext(ActionContext);
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  const shape = JSON.stringify(actions.map(({ run: _, ...rest }) => rest));
  useEffect(() => {
    if (!list) return;
    const shapes = JSON.parse(shape) as Omit<PageAction, "run">[];
    return list.add(shapes.map((a, i) => ({ ...a, run: () => latest.current[i]?.run() })));
  }, [list, shape]);
}

/** What the page offers now. */
export function useOfferedActions(): readonly PageAction[] {
  const list = useContext(ActionContext);
  return useSyncExternalStore(
    list?.onChange ?? (() => () => undefined),
    () => list?.list() ?? NONE,
    () => NONE,
  );
}
