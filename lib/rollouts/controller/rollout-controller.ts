import type { MeshHandle } from "../../identity/ctx";
import type { RolloutMetrics } from "../analysis/rollout-metrics";
import type { RolloutRow } from "../rollout-store";
import { isRunning } from "../run/is-running";
import type { RolloutsDeps } from "../run/rollouts-deps";
import type { Desk, MeshSight, RunMemory, WritePoint } from "./desk";
import { Leader } from "./leader";
import { tickRun } from "./tick-run";

export interface ControllerOptions {
  deps: RolloutsDeps;
  /** names this process in the lease row */
  holder: string;
  metricsOf(mesh: MeshHandle): RolloutMetrics;
  /** length of the lease, ms */
  ttlMs?: number;
  /** time between two looks, ms */
  tickMs?: number;
  /** called when a run moved */
  onMove?(row: RolloutRow): void;
  /** called at every point of a write: where tests cut it off */
  probe?(point: WritePoint, row: RolloutRow): Promise<void> | void;
}

const TTL_MS = 15_000;
const TICK_MS = 500;
const MOST_RUNS = 1000;
const AT_ONCE = 8;
/** Transitions a run may make in one look, so that none starves the others. */
const MOST_MOVES = 6;

/**
 * Moves the runs of all meshes, as long as this process holds the lease. All it knows is stored: after a crash, the next one that takes the lease goes
 * on where the stored state says.
 */
export class RolloutController {
  readonly #options: ControllerOptions;
  readonly #leader: Leader;
  readonly #memory = new Map<string, RunMemory>();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: ControllerOptions) {
    this.#options = options;
    const { deps, holder, ttlMs = TTL_MS } = options;
    const clock = () => performance.now();
    this.#leader = new Leader({ leases: deps.store.leases, holder, ttlMs, clock, log: deps.log });
  }

  get leads(): boolean {
    return this.#leader.epoch !== null;
  }

  start(): void {
    this.#plan(0);
  }

  /** Something happened that a run may wait for: look at once. */
  wake(): void {
    this.#plan(0);
  }

  /** Lets the running look end and gives the lease up. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
    await this.#leader.release();
  }

  #plan(afterMs: number): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#running = this.#running.then(() => this.#look());
    }, afterMs);
  }

  async #look(): Promise<void> {
    if (this.#stopped) return;
    try {
      await this.tick();
    } catch (error) {
      this.#options.deps.log.warn({ err: error }, "rollouts not looked at; trying again");
    }
    this.#plan(this.#options.tickMs ?? TICK_MS);
  }

  /** One look at every run. Does nothing while another process leads. */
  async tick(): Promise<void> {
    const lease = await this.#leader.ensure();
    if (!lease) return;
    const { store } = this.#options.deps;
    const rows = (await store.rollouts.list({ open: true, limit: MOST_RUNS })).filter(isRunning);
    for (const id of this.#memory.keys()) if (!rows.some((row) => row.id === id)) this.#memory.delete(id);
    const sights = new Map<string, Promise<MeshSight>>();
    const queue = [...rows];
    const work = async () => {
      for (let row = queue.shift(); row; row = queue.shift()) await this.#run(row, lease.epoch, sights);
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, queue.length) }, work));
    if (rows.length > 0) await this.#alarmOverdue();
  }

  async #run(first: RolloutRow, epoch: number, sights: Map<string, Promise<MeshSight>>): Promise<void> {
    const { deps, metricsOf, probe, onMove } = this.#options;
    const mesh = deps.meshes.get(first.mesh);
    if (!mesh) return;
    let row: RolloutRow | null = first;
    const memory = this.#memoryOf(first.id, epoch);
    try {
      // Read again after a write of its own only: what others write is found at the next look, and refused by the write itself.
      let wrote = false;
      for (let moves = 0; row && moves < MOST_MOVES && isRunning(row); moves++) {
        if (wrote || !sights.has(mesh.name)) sights.set(mesh.name, sightOf(mesh));
        memory.baseline ??= await deps.store.rollouts.baseline(row.id);
        const desk: Desk = {
          deps,
          leader: this.#leader,
          epoch,
          mesh,
          metrics: metricsOf(mesh),
          sight: await (sights.get(mesh.name) ?? sightOf(mesh)),
          row,
          baseline: memory.baseline,
          memory,
          nowMs: deps.now(),
          probe: probe ?? (() => undefined),
        };
        if (this.#leader.epoch !== epoch) return;
        const next: RolloutRow | null = await tickRun(desk);
        if (!next || next.state.stepSeq === row.state.stepSeq) return;
        wrote = next.state.meshRevision !== row.state.meshRevision;
        row = next;
        onMove?.(row);
      }
    } catch (error) {
      deps.log.warn({ err: error, rollout: first.id }, "a rollout could not be moved; trying again");
    }
  }

  #memoryOf(id: string, epoch: number): RunMemory {
    const known = this.#memory.get(id);
    if (known?.epoch === epoch) return known;
    const fresh: RunMemory = { epoch };
    this.#memory.set(id, fresh);
    return fresh;
  }

  /** Break-glass acts that no second person confirmed in time: said aloud, once. */
  async #alarmOverdue(): Promise<void> {
    const { store, now } = this.#options.deps;
    for (const act of await store.rollouts.overdueBreakGlass(now())) {
      await store.transaction(async (tx) => {
        await tx.rollouts.breakGlassAlarmed(act.id);
        await tx.rollouts.enqueueNotice({
          rolloutId: act.rolloutId,
          kind: "breakGlassUnconfirmed",
          createdAtMs: now(),
          payload: { rolloutId: act.rolloutId, person: act.person, reason: act.reason, alarm: true },
        });
      });
    }
  }
}

async function sightOf(mesh: MeshHandle): Promise<MeshSight> {
  const [config, workloads] = await Promise.all([mesh.port.listConfig(), mesh.port.workloads()]);
  return { config, workloads };
}
