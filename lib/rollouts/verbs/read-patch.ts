import type { Ctx } from "../../identity/ctx";
import { HeddleError } from "../../model/heddle-error";
import { type RolloutPatch, TERMINAL_PHASES } from "../../model/rollout";
import { PROMOTED_STEP } from "../../model/rollout-plan";
import { meshOf } from "../../queries/mesh-of";
import { meshWorld } from "../../queries/mesh-world";
import { runQuery } from "../../queries/run-query";
import { desiredState } from "../plan/desired-state";
import { type FileChange, gitPatch, oneLine } from "../plan/git-patch";
import type { ApprovalRow, BaselineObject, RolloutRow } from "../rollout-store";
import { baselineNow } from "./baseline-now";
import { kindOfKey } from "./conflict-view";
import { storedRollout } from "./stored-rollout";

/**
 * The change a run leaves behind, as a commit for the repository its objects come from, so that GitOps does not put them back. `prefix`: folder of the
 * files there. Throws `not_found` when the run leaves nothing behind.
 */
export function readPatch({
  ctx,
  input: { id, prefix },
}: {
  ctx: Ctx;
  input: { id: string; prefix: string };
}): Promise<RolloutPatch> {
  return runQuery(ctx, "rollout.patch", { "heddle.rollout": id }, async () => {
    const row = await storedRollout(ctx, id);
    const { rollouts } = ctx.store;
    const [stored, approvals] = await Promise.all([rollouts.baseline(id), rollouts.approvals(id)]);
    const baseline = stored.length > 0 ? stored : baselineNow(row, await meshWorld(ctx, meshOf(ctx, row.mesh)));
    const patch = patchOf(row, baseline, approvals, ctx.now(), prefix);
    if (patch) return patch;
    throw new HeddleError("not_found", {
      what: "This rollout has nothing to commit.",
      why: "It leaves the objects as they were before it.",
      next: "Nothing needs to be done in the repository.",
    });
  });
}

/** As `readPatch`; null: the run leaves nothing behind, or its plan does not fit the objects any more. */
export function patchOf(
  row: RolloutRow,
  baseline: readonly BaselineObject[],
  approvals: readonly ApprovalRow[],
  nowMs: number,
  prefix = "",
): RolloutPatch | null {
  const changes = changesOf(row, baseline, prefix);
  if (changes.length === 0) return null;
  const { number, plan, author, starter } = row;
  const subject = `Rollout ${number}: ${oneLine(plan.name)}`;
  const people = [
    `Planned-by: ${oneLine(author.name)}`,
    ...(starter ? [`Started-by: ${oneLine(starter.name)}`] : []),
    ...approvals
      .filter(({ decision, voidReason }) => decision === "approved" && voidReason === null)
      .map(({ person }) => `Approved-by: ${oneLine(person.name)}`),
  ];
  const body = `What the rollout leaves in the mesh, for the files it is kept in.\n\n${[...new Set(people)].join("\n")}\nPlan: ${plan.hash}\n`;
  const date = new Date(row.state.endedAtMs ?? nowMs);
  return { subject, files: changes.map(({ path }) => path), text: gitPatch({ subject, body, date }, changes) };
}

/** Baseline against where the run ends: promoted, or where it came to rest. */
function changesOf({ plan, state }: RolloutRow, baseline: readonly BaselineObject[], prefix: string): FileChange[] {
  const back = state.phase === "rollingBack" || (TERMINAL_PHASES.includes(state.phase) && state.phase !== "succeeded");
  const end = back ? state.appliedStepId : PROMOTED_STEP;
  try {
    return desiredState(plan, end, baseline).flatMap(({ key, yaml }, i): FileChange[] => {
      const before = baseline[i]?.yaml ?? null;
      const path = `${prefix}${key.namespace}/${kindOfKey(key).toLowerCase()}-${key.name}.yaml`;
      return before === yaml ? [] : [{ path, before, after: yaml }];
    });
  } catch {
    return [];
  }
}
