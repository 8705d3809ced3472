import type { Actor } from "@/lib/model/actor";
import type { ConfigKey } from "@/lib/model/config-object";
import type { Environment } from "@/lib/model/environment";
import type { Finding } from "@/lib/model/finding";
import type { PlanTarget, RolloutPlan } from "@/lib/model/rollout-plan";
import { formatPath, type Path } from "@/lib/policy/path";
import type { World } from "@/lib/policy/world";
import type { PlaintextCaller } from "../../analysis/rollout-metrics";

/** What a plan is checked against. What is not known is null and is not judged. */
export interface PlanWorld {
  /** registry and objects as they are now */
  world: World;
  /** the stored texts */
  config: readonly { key: ConfigKey; yaml: string | null }[];
  /** plans of the runs that have not ended */
  running: readonly { name: string; plan: Pick<RolloutPlan, "mesh" | "targets"> }[];
  /** everyone who can sign in */
  people: readonly Actor[] | null;
  /** what the mesh serves; null: not said */
  environment: Environment | null;
  /** id of the plan's author, who may not approve it */
  author: string | null;
  /** callers of an mTLS target that were seen talking plaintext lately, by target id */
  plaintext: ReadonlyMap<string, readonly PlaintextCaller[]> | null;
}

/** What a rule says; validatePlan adds whose plan it is. */
export interface Problem {
  code: string;
  severity: Finding["severity"];
  path: Path;
  message: string;
  fix: string;
}

/** One question about a plan. Pure. */
export type PlanRule = (plan: RolloutPlan, world: PlanWorld) => Problem[];

export const problem = (
  severity: Finding["severity"],
  code: string,
  path: Path,
  message: string,
  fix: string,
): Problem => ({ code, severity, path, message, fix });

export const toFinding = (plan: Pick<RolloutPlan, "name">, { path, ...rest }: Problem): Finding => ({
  ...rest,
  object: `Rollout ${plan.name}`,
  path: formatPath(path),
});

/** Path of a target's own field, as both draft and plan write it. */
export const targetPath = (at: number, ...rest: (string | number)[]): Path => ["targets", at, "target", ...rest];

/** Path of a step: the field of the strategy that made it, or the written step. */
export function stepPath({ strategy }: PlanTarget, at: number, step: number): Path {
  const base = ["targets", at, "strategy"];
  if (strategy.kind === "steps") return [...base, "steps", step];
  if (strategy.kind === "canary") return [...base, "weights", step];
  if (strategy.kind === "mirror" && step > 0) return [...base, "weights", step - 1];
  return base;
}
