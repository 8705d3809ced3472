import type { Ctx, MeshHandle } from "../../identity/ctx";
import type { Finding } from "../../model/finding";
import type { RolloutPlan } from "../../model/rollout-plan";
import { type MeshWorld, meshWorld } from "../../queries/mesh-world";
import { validatePlan } from "../plan/validate/validate-plan";
import { isRunning } from "../run/is-running";
import { knownPeople, plaintextCallers } from "./plan-evidence";

const MOST_RUNS = 500;

/** What validation says of a plan now. `except`: the rollout it belongs to, which does not overlap with itself. */
export async function planFindings(
  ctx: Ctx,
  mesh: MeshHandle,
  plan: RolloutPlan,
  { author, except }: { author: string; except?: string },
): Promise<{ findings: Finding[]; sight: MeshWorld }> {
  const [sight, open, people, plaintext] = await Promise.all([
    meshWorld(ctx, mesh),
    ctx.store.rollouts.list({ mesh: mesh.name, open: true, limit: MOST_RUNS }),
    knownPeople(ctx, author),
    plaintextCallers(ctx, mesh, plan),
  ]);
  const running = open.filter((row) => isRunning(row) && row.id !== except);
  const findings = validatePlan(plan, {
    world: sight.world,
    config: sight.config,
    running: running.map((row) => ({ name: row.plan.name, plan: row.plan })),
    people,
    environment: mesh.environment ?? null,
    author,
    plaintext,
  });
  return { findings, sight };
}
