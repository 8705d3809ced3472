import { sameKey } from "../../policy/world";
import type { MeshWorld } from "../../queries/mesh-world";
import { managedKeys } from "../plan/managed-keys";
import type { BaselineObject, RolloutRow } from "../rollout-store";

/** The objects a plan steers, as they are: what a run keeps as its baseline at its start. */
export function baselineNow(
  { plan }: Pick<RolloutRow, "plan">,
  { config }: Pick<MeshWorld, "config">,
): BaselineObject[] {
  return managedKeys(plan, config).map((key) => {
    const live = config.find((object) => sameKey(object.key, key));
    return { key, yaml: live?.yaml ?? null, resourceVersion: live?.resourceVersion ?? null };
  });
}
