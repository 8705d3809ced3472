import type { ConfigKey } from "@/lib/model/config-object";
import {
  BASELINE_STEP,
  type PlanTarget,
  ROLLED_BACK_STEP,
  type RolloutPlan,
  type TrafficTarget,
} from "@/lib/model/rollout-plan";
import { sameKey } from "@/lib/policy/world";
import { peerAuthenticationKey, trafficKeys } from "./managed-keys";
import { steerDestinationRule } from "./steer-destination-rule";
import { steerPeerAuthentication } from "./steer-peer-authentication";
import { steerVirtualService, type TrafficState } from "./steer-virtual-service";
import type { SteeredService } from "./steered-routes";
import { targetAt } from "./traffic-at";

/** An object as a text; null: it does not, or shall not, exist. */
export interface PlannedObject {
  key: ConfigKey;
  yaml: string | null;
}

/**
 * Every object a plan manages, as it has to be at a step. A pure function of plan, step and baseline, so that whoever takes a run over wants the same;
 * idempotent, and every byte that is not the rollout's stays. `baseline`: the objects of `managedKeys` as they were before the run.
 * `stepId`: a step of the plan, or BASELINE_STEP (the baseline's own bytes), ROLLED_BACK_STEP (all on stable, see `rollbackSteps`), PROMOTED_STEP (the
 * baseline with the candidate in stable's place). Throws `invalid_input` when an object cannot be steered so, `not_found` for an unknown step.
 */
export function desiredState(
  plan: Pick<RolloutPlan, "targets">,
  stepId: string,
  baseline: readonly PlannedObject[],
): PlannedObject[] {
  const objects = baseline.map(({ key, yaml }) => ({ key, yaml }));
  if (stepId === BASELINE_STEP) return objects;
  for (const target of plan.targets) {
    const at = targetAt(plan, target, stepId);
    if (at.kind === "traffic" && target.target.kind === "traffic") steer(objects, target, target.target, at.state);
    if (at.kind === "mtls" && target.target.kind === "mtls") {
      const object = find(objects, peerAuthenticationKey(target.target, objects));
      if (object) object.yaml = steerPeerAuthentication(object.yaml, target.target, object.key.name, at.mode);
    }
  }
  return objects;
}

/**
 * Where a run that was rolled back comes to rest. A person who aborts gets the baseline, byte for byte. After a failure nothing may be left on the
 * candidate: the baseline too, if it sent nothing there; else ROLLED_BACK_STEP, everything pinned to stable.
 */
export function restingStep(
  plan: Pick<RolloutPlan, "targets">,
  baseline: readonly PlannedObject[],
  failed: boolean,
): typeof BASELINE_STEP | typeof ROLLED_BACK_STEP {
  if (!failed) return BASELINE_STEP;
  const back = desiredState(plan, ROLLED_BACK_STEP, baseline);
  const moved = back.some(({ key, yaml }, i) => key.plural === "virtualservices" && yaml !== baseline[i]?.yaml);
  return moved ? ROLLED_BACK_STEP : BASELINE_STEP;
}

function steer(
  objects: PlannedObject[],
  { target: _, id: __ }: PlanTarget,
  target: TrafficTarget,
  state: TrafficState,
): void {
  const service = steeredService(target);
  for (const key of trafficKeys(target, objects)) {
    const object = find(objects, key);
    if (!object) continue;
    if (key.plural === "virtualservices") object.yaml = steerVirtualService(object.yaml, service, state);
    else object.yaml = steerDestinationRule(object.yaml, service);
  }
}

/** A target as the editors of texts know it. */
export function steeredService({
  namespace,
  service: name,
  host,
  routes,
  stable,
  candidate,
}: TrafficTarget): SteeredService {
  const side = ({ subset, version }: TrafficTarget["stable"]) => ({ subset, labels: { version } });
  return {
    namespace,
    name,
    host,
    stable: side(stable),
    candidate: side(candidate),
    routes: routes.length > 0 ? routes : undefined,
  };
}

const find = (objects: PlannedObject[], key: ConfigKey): PlannedObject | undefined =>
  objects.find((one) => sameKey(one.key, key));
