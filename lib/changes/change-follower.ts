import type { AppContext, MeshHandle } from "../identity/ctx";
import type { ChangeState } from "../model/change";
import { recoverChange } from "./recover-change";
import { settleChange } from "./settle-change";

const WAKE_MS = 100;
const RETRY_MS = 5000;
const ABANDONED_MS = 30_000;
const LOOK_AT = 50;

type Deps = Pick<AppContext, "store" | "meshes" | "log" | "now">;

/**
 * Follows pushed changes until every proxy has answered, and stores what they came to; at start also those an earlier console left behind.
 * Rests while nothing is under way.
 */
export class ChangeFollower {
  readonly #deps: Deps;
  readonly #onState: (state: ChangeState) => void;
  readonly #busy = new Set<string>();
  readonly #timers = new Map<string, { timer: NodeJS.Timeout; dueMs: number }>();
  #stops: (() => void)[] = [];
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(deps: Deps, onState: (state: ChangeState) => void) {
    this.#deps = deps;
    this.#onState = onState;
  }

  start(): void {
    for (const mesh of this.#deps.meshes.values()) {
      this.#stops.push(mesh.port.onChange(() => this.#busy.has(mesh.name) && this.#wake(mesh.name, WAKE_MS)));
      this.pushed(mesh.name);
    }
  }

  /** A change was pushed to this mesh: follow it. */
  pushed(mesh: string): void {
    this.#busy.add(mesh);
    this.#wake(mesh, WAKE_MS);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const stop of this.#stops) stop();
    for (const { timer } of this.#timers.values()) clearTimeout(timer);
    await this.#running;
  }

  #wake(name: string, afterMs: number): void {
    if (this.#stopped) return;
    const dueMs = Date.now() + afterMs;
    const known = this.#timers.get(name);
    if (known && known.dueMs <= dueMs) return;
    clearTimeout(known?.timer);
    const timer = setTimeout(() => {
      this.#timers.delete(name);
      this.#running = this.#running.then(() => this.#look(name));
    }, afterMs);
    this.#timers.set(name, { timer, dueMs });
  }

  async #look(name: string): Promise<void> {
    const mesh = this.#deps.meshes.get(name);
    if (!mesh || this.#stopped) return;
    try {
      const left = await this.#settleAll(mesh);
      if (left === 0 && !this.#timers.has(name)) this.#busy.delete(name);
      if (left > 0) this.#wake(name, RETRY_MS);
    } catch (error) {
      this.#deps.log.warn({ err: error, mesh: name }, "changes not followed; trying again");
      this.#wake(name, RETRY_MS);
    }
  }

  /** How many are still under way. */
  async #settleAll(mesh: MeshHandle): Promise<number> {
    const { store, now } = this.#deps;
    const changes = await store.changes.list({ mesh: mesh.name, limit: LOOK_AT });
    let left = 0;
    for (const change of changes.filter(({ state }) => state === "pushing")) {
      if (change.revision === 0) {
        if (now() - Date.parse(change.createdAt) > ABANDONED_MS) await recoverChange(this.#deps, mesh, change);
        left += 1;
        continue;
      }
      const { state } = await settleChange(this.#deps, change);
      if (state === "pushing") left += 1;
      else this.#onState(state);
    }
    return left;
  }
}
