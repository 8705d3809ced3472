import type { Ctx, MeshHandle } from "../../identity/ctx";
import { personActor } from "../../identity/person-actor";
import type { Actor } from "../../model/actor";
import type { RolloutPlan } from "../../model/rollout-plan";
import type { PlaintextCaller } from "../analysis/rollout-metrics";
import { sourceRolloutMetrics } from "../analysis/source-rollout-metrics";

const LATELY_MS = 600_000;

/**
 * Everyone with an account, as they may act now. null: not known, because the author has none: then people come in by sign-in links, and who
 * will is nobody's to say.
 */
export async function knownPeople(ctx: Pick<Ctx, "store">, author: string): Promise<Actor[] | null> {
  const people = (await ctx.store.people.list()).filter(({ disabledAtMs }) => disabledAtMs === null);
  return people.some(({ id }) => id === author) ? people.map((person) => personActor(person)) : null;
}

/** Who was seen talking plaintext to each mTLS target in the last ten minutes, by target id. null: the metrics do not answer. */
export async function plaintextCallers(
  ctx: Pick<Ctx, "now" | "log">,
  mesh: MeshHandle,
  plan: RolloutPlan,
): Promise<Map<string, readonly PlaintextCaller[]> | null> {
  const metrics = sourceRolloutMetrics(mesh, ctx.now);
  const toMs = ctx.now();
  try {
    const found = new Map<string, readonly PlaintextCaller[]>();
    for (const { id, target } of plan.targets) {
      if (target.kind !== "mtls") continue;
      const sides = await metrics.measure({ mesh: mesh.name, target, fromMs: toMs - LATELY_MS, toMs });
      found.set(id, sides.plaintext);
    }
    return found;
  } catch (error) {
    ctx.log.warn({ err: error, mesh: mesh.name }, "a plan is checked without knowing who talks plaintext");
    return null;
  }
}
