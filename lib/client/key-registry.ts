/** One key binding of the page. `keys`: one key ("/", "Escape", "mod+k") or two after each other ("g g"). */
export interface KeyBinding {
  keys: string;
  /** what it does, for the sheet of keys */
  label: string;
  group: "Go to" | "This page" | "Time" | "Console";
  /** also while typing in a field */
  inFields?: boolean;
  run: () => void;
}

const SEQUENCE_MS = 1200;

/** The keys that are bound now: binds them, and feeds the sheet that `?` opens. The latest binding of a key wins. */
export class KeyRegistry {
  #bindings: readonly KeyBinding[] = [];
  #pending: { key: string; atMs: number } | null = null;
  readonly #listeners = new Set<() => void>();

  list = (): readonly KeyBinding[] => this.#bindings;

  onChange = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  add(bindings: readonly KeyBinding[]): () => void {
    this.#bindings = [...this.#bindings, ...bindings];
    this.#tell();
    return () => {
      this.#bindings = this.#bindings.filter((b) => !bindings.includes(b));
      this.#tell();
    };
  }

  /** Runs what the key means; true: it meant something, and the browser must not act on it too. */
  press(key: string, inField: boolean, atMs: number): boolean {
    const before = this.#pending && atMs - this.#pending.atMs <= SEQUENCE_MS ? this.#pending.key : null;
    this.#pending = null;
    const usable = this.#bindings.filter((b) => !inField || b.inFields);
    const hit =
      (before && usable.findLast((b) => b.keys === `${before} ${key}`)) || usable.findLast((b) => b.keys === key);
    if (hit) {
      hit.run();
      return true;
    }
    if (usable.some((b) => b.keys.startsWith(`${key} `))) this.#pending = { key, atMs };
    return false;
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** The name of a pressed key as bindings write it: "mod+k" for Ctrl or Cmd. null: a modifier alone, or a chord we leave to the browser. */
export function keyName(event: { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean }): string | null {
  if (["Shift", "Control", "Meta", "Alt"].includes(event.key) || event.altKey) return null;
  return event.ctrlKey || event.metaKey ? `mod+${event.key.toLowerCase()}` : event.key;
}
