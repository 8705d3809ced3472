import type { RolloutPlan, RolloutTarget } from "../../model/rollout-plan";
import type { RolloutRow } from "../rollout-store";

/** Namespaces a plan steers in; whoever acts on it needs rights in all of them. */
export function namespacesOfPlan({ targets }: Pick<RolloutPlan, "targets">): string[] {
  return [...new Set(targets.map(({ target }) => target.namespace))];
}

/** What only one run may hold at a time: a host, or a selection of mutual TLS. */
export function targetKeys({ mesh, targets }: Pick<RolloutPlan, "mesh" | "targets">): string[] {
  return [...new Set(targets.map(({ target }) => `${mesh}/${keyOf(target)}`))];
}

function keyOf(target: RolloutTarget): string {
  if (target.kind === "traffic") return `traffic/${target.host}`;
  return `mtls/${target.namespace}/${target.app}/${target.port ?? ""}`;
}

/** "rollout 7 reviews to v2": how the audit log names a rollout. */
export function auditTarget({ number, plan }: Pick<RolloutRow, "number" | "plan">): string {
  return `rollout ${number} ${plan.name}`;
}
