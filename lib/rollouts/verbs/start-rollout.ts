import type { Ctx } from "../../identity/ctx";
import type { DecisionInput } from "../../model/approval";
import type { Finding } from "../../model/finding";
import { HeddleError } from "../../model/heddle-error";
import type { RolloutDetail } from "../../model/rollout";
import { meshOf } from "../../queries/mesh-of";
import type { MeshWorld } from "../../queries/mesh-world";
import type { StoreTx } from "../../store/app-store";
import { readyInstances } from "../controller/capacity";
import type { RolloutRow } from "../rollout-store";
import { revisionOf } from "../run/revision-of";
import { targetKeys } from "../run/rollout-names";
import { frozenNow } from "../windows/frozen-now";
import { baselineNow } from "./baseline-now";
import { refuseErrors } from "./create-rollout";
import { commitPerson, decide, seenBy } from "./decide";
import { planFindings } from "./plan-findings";
import { queueBehind } from "./queue-behind";
import { sharesBefore } from "./shares-before";

/** What a start is judged by, read before its transaction. */
export interface StartSight {
  findings: Finding[];
  sight: MeshWorld;
}

/** A run of the same target is judged by who holds the target, in the start's own transaction. */
const OVERLAP = "HED-RO-030";

/**
 * Starts a run: validated anew, its targets held, the objects as they are kept as its baseline. A run of the same target that waits at a gate gives
 * way: it is rolled back, and this one is queued and begins by itself once it is. Throws `conflict` or `refused_by_policy`.
 */
export async function startRollout({
  ctx,
  input: { id, ...input },
}: {
  ctx: Ctx;
  input: { id: string } & DecisionInput;
}): Promise<RolloutDetail> {
  const seen = await sightOfStart(ctx, await seenBy(ctx, id, "start"));
  return decide(ctx, {
    id,
    verb: "start",
    role: "operator",
    input,
    binds: "all",
    act: async (tx, row) => {
      await refuseStart(tx, ctx, row, seen);
      const heldBy = await tx.rollouts.takeTargets(id, targetKeys(row.plan));
      return heldBy === null
        ? beginRun(tx, ctx, row, seen, input.reason)
        : queueBehind(tx, ctx, row, heldBy, input.reason);
    },
  });
}

/** Reads what a start is judged by. */
export function sightOfStart(ctx: Ctx, row: RolloutRow): Promise<StartSight> {
  return planFindings(ctx, meshOf(ctx, row.mesh), row.plan, { author: row.author.id, except: row.id });
}

/** Throws where a run may not begin now, whoever holds its targets: errors in its plan, another candidate, a freeze window. */
export async function refuseStart(
  tx: StoreTx,
  ctx: Ctx,
  { plan, revisionHash }: RolloutRow,
  { findings, sight }: StartSight,
): Promise<void> {
  refuseErrors(findings.filter(({ code }) => code !== OVERLAP));
  if (revisionOf(plan, sight.world.workloads) !== revisionHash) throw otherRevision();
  const frozen = await frozenNow(tx.rollouts, plan, ctx.now());
  if (frozen !== null) throw windowClosed(frozen);
}

/** The run begins, by the one who started it. Its targets are its own already. False: someone else moved it first. */
export async function beginRun(
  tx: StoreTx,
  ctx: Ctx,
  row: RolloutRow,
  { findings, sight }: StartSight,
  reason: string,
): Promise<boolean> {
  refuseErrors(findings);
  const baseline = baselineNow(row, sight);
  await tx.rollouts.putBaseline(row.id, baseline);
  await tx.rollouts.setStarter(row.id, { id: ctx.actor.id, name: ctx.actor.name });
  const ready = row.plan.targets.map((one) => [one.id, readyInstances(sight.world, one, "stable")] as const);
  const stableInstances = Object.fromEntries(ready);
  const before = sharesBefore(row.plan, baseline);
  const event = { type: "start", lintClean: true, targetFree: true, frozen: null, stableInstances, before } as const;
  return commitPerson(tx, ctx, row, event, reason || `${ctx.actor.name} started it`);
}

const windowClosed = (why: string): HeddleError =>
  new HeddleError("conflict", {
    what: "The rollout is not started now.",
    why,
    next: "Start it when the window is over, or ask an administrator to remove the window.",
  });

const otherRevision = (): HeddleError =>
  new HeddleError("conflict", {
    what: "The candidate is not the one this was planned for.",
    why: "Its workloads were replaced, or are not there, since the plan was made.",
    next: "Make a new plan for what runs now.",
    details: { mismatch: ["revisionHash"] },
  });
