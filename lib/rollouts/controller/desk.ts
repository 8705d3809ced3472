import type { MeshHandle } from "../../identity/ctx";
import type { StoredAnalysis } from "../../model/analysis";
import type { ConfigKey, ConfigObject } from "../../model/config-object";
import type { Workload } from "../../model/workload";
import { sameKey } from "../../policy/world";
import type { RolloutMetrics } from "../analysis/rollout-metrics";
import type { RunEvent } from "../machine/run-event";
import type { BaselineObject, OperationRow, RolloutRow } from "../rollout-store";
import type { RolloutsDeps } from "../run/rollouts-deps";
import type { Leader } from "./leader";

/** Where a write may be cut off: a test ends the process there. */
export type WritePoint = "intent" | "pending" | "written" | "readBack" | "done" | "advanced";

/** What the controller sees of a mesh in one tick. */
export interface MeshSight {
  config: readonly ConfigObject[];
  workloads: readonly Workload[];
}

/**
 * What the leader remembers of a run between ticks, so that it need not be read anew. Only the leader writes these, so they hold as long as it leads;
 * whoever writes one forgets it here.
 */
export interface RunMemory {
  epoch: number;
  baseline?: BaselineObject[] | undefined;
  operations?: OperationRow[] | undefined;
  /** results of the step under `key`, newest first */
  analyses?: { key: string; results: StoredAnalysis[] } | undefined;
  /** when both sides were last compared on the way back, epoch ms */
  comparedAtMs?: number;
}

/** The run's latest writes, newest first. */
export async function operationsOf({ memory, deps, row }: Desk): Promise<OperationRow[]> {
  memory.operations ??= await deps.store.rollouts.operations(row.id);
  return memory.operations;
}

/** What was remembered of the objects and writes is no longer so. */
export function forget({ memory }: Desk): void {
  memory.operations = undefined;
  memory.baseline = undefined;
}

/** All that one tick of one run needs. */
export interface Desk {
  deps: RolloutsDeps;
  leader: Leader;
  epoch: number;
  mesh: MeshHandle;
  metrics: RolloutMetrics;
  sight: MeshSight;
  row: RolloutRow;
  baseline: BaselineObject[];
  memory: RunMemory;
  nowMs: number;
  probe(point: WritePoint, row: RolloutRow): Promise<void> | void;
}

/** What a tick found to have happened; null: nothing yet. */
export type Found = { event: RunEvent; text: string } | null;

export function liveObject(sight: MeshSight, key: ConfigKey): ConfigObject | null {
  return sight.config.find((object) => sameKey(object.key, key)) ?? null;
}
