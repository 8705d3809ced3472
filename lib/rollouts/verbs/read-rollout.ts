import { coversNamespace } from "../../identity/authorize";
import type { Ctx } from "../../identity/ctx";
import type { StoredAnalysis } from "../../model/analysis";
import type { BreakGlassView } from "../../model/approval";
import type { ObjectDiff } from "../../model/change";
import type { HoldView, RolloutDetail } from "../../model/rollout";
import { PROMOTED_STEP } from "../../model/rollout-plan";
import { diffObject } from "../../policy/diff/diff-object";
import { sameKey } from "../../policy/world";
import { meshOf } from "../../queries/mesh-of";
import { type MeshWorld, meshWorld } from "../../queries/mesh-world";
import { runQuery } from "../../queries/run-query";
import { firstStepId } from "../machine/next-stop";
import { desiredState } from "../plan/desired-state";
import type { BaselineObject, BreakGlassRow, RolloutRow } from "../rollout-store";
import { bindingOf, comingStepId } from "../run/evidence-hash";
import { isRunning } from "../run/is-running";
import { namespacesOfPlan } from "../run/rollout-names";
import { freezeReason } from "../windows/freeze-reason";
import { baselineNow } from "./baseline-now";
import { blastRadius } from "./blast-radius";
import { conflictView, kindOfKey } from "./conflict-view";
import { approvalsOf, gateView } from "./gate-view";
import { progressOf } from "./progress-of";
import { patchOf } from "./read-patch";
import { sharesBefore } from "./shares-before";
import { storedRollout } from "./stored-rollout";
import { summaryOf } from "./summary-of";
import { verbStates } from "./verb-states";

const ANALYSES_SHOWN = 50;
const EVENTS_SHOWN = 500;

/** Everything a page shows of one rollout, for the one who asks; proxies of other namespaces than theirs are left out. Throws `not_found` or `forbidden`. */
export function readRollout({ ctx, input: { id } }: { ctx: Ctx; input: { id: string } }): Promise<RolloutDetail> {
  return runQuery(ctx, "rollout", { "heddle.rollout": id }, async () => {
    const row = await storedRollout(ctx, id);
    const mesh = meshOf(ctx, row.mesh);
    const { rollouts } = ctx.store;
    const [sight, stored, operations, approvals, glass, analyses, events, windows, propagation] = await Promise.all([
      meshWorld(ctx, mesh),
      rollouts.baseline(id),
      rollouts.operations(id),
      rollouts.approvals(id),
      rollouts.breakGlass(id),
      rollouts.analyses(id, ANALYSES_SHOWN),
      rollouts.events(id, EVENTS_SHOWN),
      rollouts.freezeWindows(),
      row.state.meshRevision > 0 ? mesh.port.propagation(row.state.meshRevision) : [],
    ]);
    const nowMs = ctx.now();
    const baseline = stored.length > 0 ? stored : baselineNow(row, sight);
    const failing = analyses[0]?.stepId === row.state.appliedStepId && analyses[0].verdict === "fail";
    const frozen = freezeReason(windows, namespacesOfPlan(row.plan), nowMs);
    const closed = [...(failing ? ["analysis fails"] : []), ...(frozen ? [frozen] : [])];
    const gate = gateView(row, baseline, approvals, closed, ctx.actor, nowMs);
    const nextDiff = diffsTo(row, baseline, sight, comingStepId(row));
    const before = sharesBefore(row.plan, baseline);
    const run = { ...row, state: { ...row.state, before } };
    const open = glass.filter(({ confirmedBy }) => confirmedBy === null);
    return {
      ...summaryOf(run, ctx.actor, open, nowMs),
      before,
      plan: row.plan,
      revisionHash: row.revisionHash,
      binding: bindingOf(row, baseline),
      progress: progressOf(run, events.toReversed(), analyses),
      propagation: propagation.filter((proxy) => coversNamespace(ctx.actor, proxy.namespace)),
      gate,
      approvals: approvalsOf(row, baseline, approvals, nowMs),
      breakGlass: glass.map((act) => glassView(act, nowMs)),
      analyses,
      events,
      baselineDiff: baselineDiff(baseline, sight),
      nextDiff,
      blastRadius: await blastRadius(ctx, mesh, row.plan, sight.world, diffsTo(row, baseline, sight, PROMOTED_STEP)),
      conflict: conflictView(row, baseline, operations, sight.config),
      hold: holdOf(row, analyses),
      supersededBy: row.supersededBy,
      gitPatch: patchOf(row, baseline, approvals, nowMs),
      verbs: verbStates(row, ctx.actor, gate, { failing, frozen }, nowMs),
    };
  });
}

/** What is there now against what a step wants. [] once the run has ended, or where the plan cannot be applied any more. */
function diffsTo(
  row: RolloutRow,
  baseline: readonly BaselineObject[],
  { config }: MeshWorld,
  stepId: string,
): ObjectDiff[] {
  if (!isRunning(row) && row.state.phase !== "validated") return [];
  try {
    return diffsBetween(baseline, config, desiredState(row.plan, stepId || firstStepId(row.plan), baseline));
  } catch {
    return [];
  }
}

export function diffsBetween(
  baseline: readonly BaselineObject[],
  config: MeshWorld["config"],
  wanted: readonly { key: BaselineObject["key"]; yaml: string | null }[],
): ObjectDiff[] {
  return baseline.flatMap(({ key }) => {
    const now = config.find((object) => sameKey(object.key, key))?.yaml ?? null;
    const then = wanted.find((object) => sameKey(object.key, key))?.yaml ?? null;
    return now === then ? [] : [diffObject(key, kindOfKey(key), now, then)];
  });
}

function baselineDiff(baseline: readonly BaselineObject[], { config }: MeshWorld): ObjectDiff[] {
  return baseline.flatMap(({ key, yaml }) => {
    const now = config.find((object) => sameKey(object.key, key))?.yaml ?? null;
    return now === yaml ? [] : [diffObject(key, kindOfKey(key), yaml, now)];
  });
}

function glassView(
  { id, person, reason, atMs, secondPersonByMs, confirmedBy }: BreakGlassRow,
  nowMs: number,
): BreakGlassView {
  return {
    id,
    person,
    reason,
    at: new Date(atMs).toISOString(),
    secondPersonBy: new Date(secondPersonByMs).toISOString(),
    confirmedBy,
    overdue: confirmedBy === null && nowMs > secondPersonByMs,
  };
}

function holdOf({ state }: RolloutRow, analyses: readonly StoredAnalysis[]): HoldView | null {
  if (state.phase !== "holdOnHealthy") return null;
  return {
    since: new Date(state.enteredAtMs).toISOString(),
    healthy: state.healthy ?? "neither",
    text: state.reasonText,
    result: analyses.find(({ verdict }) => verdict === "fail") ?? null,
  };
}
