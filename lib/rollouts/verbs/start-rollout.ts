import type { Ctx } from "../../identity/ctx";
import type { DecisionInput } from "../../model/approval";
import { HeddleError } from "../../model/heddle-error";
import type { RolloutDetail } from "../../model/rollout";
import { sameKey } from "../../policy/world";
import { meshOf } from "../../queries/mesh-of";
import type { MeshWorld } from "../../queries/mesh-world";
import type { StoreTx } from "../../store/app-store";
import { readyInstances } from "../controller/capacity";
import { managedKeys } from "../plan/managed-keys";
import type { BaselineObject, RolloutRow } from "../rollout-store";
import { commitEvent } from "../run/commit-event";
import { revisionOf } from "../run/revision-of";
import { namespacesOfPlan, targetKeys } from "../run/rollout-names";
import { freezeReason } from "../windows/freeze-reason";
import { refuseErrors } from "./create-rollout";
import { commitPerson, decide, seenBy } from "./decide";
import { planFindings } from "./plan-findings";

/**
 * Starts a run: validated anew, its targets held, the objects as they are kept as its baseline. A run of the same target that waits at a gate gives
 * way: it is rolled back, and this one can be started once it is. Throws `conflict` or `refused_by_policy`.
 */
export async function startRollout({
  ctx,
  input: { id, ...input },
}: {
  ctx: Ctx;
  input: { id: string } & DecisionInput;
}): Promise<RolloutDetail> {
  const seen = await seenBy(ctx, id, "start");
  const mesh = meshOf(ctx, seen.mesh);
  const { findings, sight } = await planFindings(ctx, mesh, seen.plan, { author: seen.author.id, except: id });
  const gaveWay: string[] = [];
  const detail = await decide(ctx, {
    id,
    verb: "start",
    role: "operator",
    input,
    binds: "all",
    act: async (tx, row) => {
      const held = await tx.rollouts.takeTargets(id, targetKeys(row.plan));
      if (held !== null) {
        if (await giveWay(tx, ctx, held, row)) gaveWay.push(held);
        return true;
      }
      refuseErrors(findings);
      refuseOtherRevision(row, sight);
      const frozen = freezeReason(await tx.rollouts.freezeWindows(), namespacesOfPlan(row.plan), ctx.now());
      await tx.rollouts.putBaseline(id, snapshot(row, sight));
      await tx.rollouts.setStarter(id, { id: ctx.actor.id, name: ctx.actor.name });
      const ready = row.plan.targets.map((one) => [one.id, readyInstances(sight.world, one, "stable")] as const);
      const event = {
        type: "start",
        lintClean: true,
        targetFree: true,
        windowOpen: frozen === null,
        stableInstances: Object.fromEntries(ready),
      } as const;
      return commitPerson(tx, ctx, row, event, input.reason || `${ctx.actor.name} started it`);
    },
  });
  if (gaveWay.length > 0) throw waits(gaveWay[0] ?? "");
  return detail;
}

/** The objects the run will write, as they are now. */
function snapshot({ plan }: RolloutRow, { config }: MeshWorld): BaselineObject[] {
  return managedKeys(plan, config).map((key) => {
    const live = config.find((object) => sameKey(object.key, key));
    return { key, yaml: live?.yaml ?? null, resourceVersion: live?.resourceVersion ?? null };
  });
}

function refuseOtherRevision({ plan, revisionHash }: RolloutRow, { world }: MeshWorld): void {
  if (revisionOf(plan, world.workloads) === revisionHash) return;
  throw new HeddleError("conflict", {
    what: "The candidate is not the one this was planned for.",
    why: "Its workloads were replaced, or are not there, since the plan was made.",
    next: "Make a new plan for what runs now.",
    details: { mismatch: ["revisionHash"] },
  });
}

/** A run that only waits for people gives way to a newer one. Throws `conflict` when it is under way. */
async function giveWay(tx: StoreTx, ctx: Ctx, heldBy: string, newer: RolloutRow): Promise<boolean> {
  const other = await tx.rollouts.get(heldBy);
  if (other?.state.phase !== "gate") {
    throw new HeddleError("conflict", {
      what: `Rollout ${other?.number ?? ""} steers this target already.`,
      why: `"${other?.plan.name ?? heldBy}" is ${other?.state.phase ?? "under way"}; a target is steered by one run at a time.`,
      next: "Wait until it has ended, or abort it.",
      details: { heldBy },
    });
  }
  const why = `${ctx.actor.name} started rollout ${newer.number} of the same target.`;
  const event = { type: "newRevision", why } as const;
  await tx.rollouts.setSupersededBy(heldBy, newer.id);
  const moved = await commitEvent(tx, {
    row: other,
    event,
    epoch: null,
    actor: ctx.actor.name,
    text: why,
    nowMs: ctx.now(),
  });
  return moved !== null;
}

function waits(heldBy: string): HeddleError {
  return new HeddleError("conflict", {
    what: "An older run of this target waited at a gate; it is rolled back for this one.",
    why: "Its traffic goes back to stable first.",
    next: "Start again in a moment.",
    details: { heldBy, superseded: true },
  });
}
