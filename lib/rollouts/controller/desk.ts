import type { MeshHandle } from "../../identity/ctx";
import type { ConfigKey, ConfigObject } from "../../model/config-object";
import type { Workload } from "../../model/workload";
import { sameKey } from "../../policy/world";
import type { RolloutMetrics } from "../analysis/rollout-metrics";
import type { RunEvent } from "../machine/run-event";
import type { BaselineObject, RolloutRow } from "../rollout-store";
import type { RolloutsDeps } from "../run/rollouts-deps";
import type { Leader } from "./leader";

/** Where a write may be cut off: a test ends the process there. */
export type WritePoint = "intent" | "pending" | "written" | "readBack" | "done" | "advanced";

/** What the controller sees of a mesh in one tick. */
export interface MeshSight {
  config: readonly ConfigObject[];
  workloads: readonly Workload[];
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
  nowMs: number;
  probe(point: WritePoint, row: RolloutRow): Promise<void> | void;
}

/** What a tick found to have happened; null: nothing yet. */
export type Found = { event: RunEvent; text: string } | null;

export function liveObject(sight: MeshSight, key: ConfigKey): ConfigObject | null {
  return sight.config.find((object) => sameKey(object.key, key)) ?? null;
}
