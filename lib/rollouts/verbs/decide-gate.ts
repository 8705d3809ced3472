import { randomUUID } from "node:crypto";
import type { Ctx } from "../../identity/ctx";
import { currentActor } from "../../identity/recheck-rights";
import type { Actor } from "../../model/actor";
import type { DecisionInput } from "../../model/approval";
import { rolesIn } from "../../model/grants";
import { HeddleError } from "../../model/heddle-error";
import type { RolloutDetail } from "../../model/rollout";
import type { PlanGate } from "../../model/rollout-plan";
import type { StoreTx } from "../../store/app-store";
import { refuseNobody } from "../gates/refuse-nobody";
import { gateExpiresMs } from "../gates/void-reason";
import { whyNotDecide } from "../gates/why-not-decide";
import { gateOf } from "../machine/next-stop";
import type { RolloutRow } from "../rollout-store";
import { desiredShares } from "../run/desired-shares";
import { isFailing } from "../run/is-failing";
import { namespacesOfPlan } from "../run/rollout-names";
import { commitPerson, decide } from "./decide";

interface GateCall {
  ctx: Ctx;
  input: { id: string } & DecisionInput;
}

/**
 * One person's yes to exactly what the gate asks about. The gate opens when its rules are met; the controller sees to that. Throws `forbidden` for who may
 * not decide and for a token without an owner, `conflict` when what was seen is not what would happen, or the gate is closed or over.
 */
export function approveRollout({ ctx, input: { id, ...input } }: GateCall): Promise<RolloutDetail> {
  return decide(ctx, {
    id,
    verb: "approve",
    role: "viewer",
    input,
    binds: "all",
    act: async (tx, row) => {
      const gate = openGate(row, ctx.now());
      const actor = await currentActor(tx, ctx.actor);
      refuseNobody(actor);
      mayDecide(actor, row, gate);
      if (await isFailing(tx.rollouts, row)) throw closed("Analysis of the present step fails.");
      await refuseTwice(tx, row, ctx);
      await record(tx, { ...ctx, actor }, row, "approved", input);
      return true;
    },
  });
}

/** One person's no: it ends the gate, whatever others said. A reason is asked for. */
export function rejectRollout({ ctx, input: { id, ...input } }: GateCall): Promise<RolloutDetail> {
  return decide(ctx, {
    id,
    verb: "reject",
    role: "viewer",
    input,
    binds: "all",
    act: async (tx, row) => {
      if (input.reason === "") {
        throw new HeddleError("invalid_input", {
          what: "A rejection needs a reason.",
          why: "Whoever planned the rollout has to know what to mend.",
          next: "Write it in one sentence.",
        });
      }
      const actor = await currentActor(tx, ctx.actor);
      mayDecide(actor, row, openGate(row, ctx.now()), { self: true });
      await record(tx, { ...ctx, actor }, row, "rejected", input);
      const event = { type: "gateRejected", by: ctx.actor.name, why: input.reason } as const;
      return commitPerson(tx, ctx, row, event, input.reason);
    },
  });
}

function openGate({ plan, state }: RolloutRow, nowMs: number): PlanGate {
  const gate = gateOf(plan, state.gateId);
  if (state.phase !== "gate" || !gate) throw closed("The run does not wait at a gate.");
  if (state.gateOpenedAtMs !== null && nowMs >= gateExpiresMs(gate, state.gateOpenedAtMs))
    throw closed("It has expired.");
  return gate;
}

/** Throws `forbidden`. Nobody approves their own; a rejection of one's own is allowed to whoever could decide. */
function mayDecide(actor: Actor, row: RolloutRow, gate: PlanGate, { self = false } = {}): void {
  const whyNot = whyNotDecide(actor, row, gate, self);
  if (whyNot === null) return;
  throw new HeddleError("forbidden", {
    what: "You may not decide here.",
    why: whyNot,
    next: "Ask one of the people the gate names.",
  });
}

async function refuseTwice(tx: StoreTx, row: RolloutRow, { actor }: Ctx): Promise<void> {
  const approvals = await tx.rollouts.approvals(row.id);
  const twice = approvals.some(
    (one) =>
      one.person.id === actor.id &&
      one.decision === "approved" &&
      one.voidReason === null &&
      one.gateOpenedAtMs === row.state.gateOpenedAtMs,
  );
  if (twice) throw closed("You have approved it already; one person counts once.");
}

async function record(
  tx: StoreTx,
  ctx: Ctx,
  row: RolloutRow,
  decision: "approved" | "rejected",
  input: DecisionInput,
): Promise<void> {
  const { id, name } = ctx.actor;
  const roles = rolesIn(ctx.actor, namespacesOfPlan(row.plan));
  const nowMs = ctx.now();
  const at = new Date(nowMs).toISOString();
  await tx.rollouts.addApproval({
    id: randomUUID(),
    rolloutId: row.id,
    gateId: row.state.gateId ?? "",
    stepId: row.state.stepId,
    decision,
    person: { id, name, roles },
    reason: input.reason,
    at,
    revisionHash: row.revisionHash,
    planHash: row.plan.hash,
    evidenceHash: input.evidenceHash ?? "",
    voidReason: null,
    stepSeq: row.state.stepSeq,
    gateOpenedAtMs: row.state.gateOpenedAtMs ?? 0,
  });
  if (decision === "rejected") return;
  await tx.rollouts.addEvent(row.id, {
    at,
    kind: decision,
    fromPhase: row.state.phase,
    toPhase: row.state.phase,
    stepId: row.state.stepId,
    stepSeq: row.state.stepSeq,
    actor: name,
    text: input.reason || `${name} approved`,
    desired: desiredShares(row.plan, row.state.appliedStepId, row.state.before),
    observed: row.state.observed,
  });
}

function closed(why: string): HeddleError {
  return new HeddleError("conflict", {
    what: "The gate takes no decision now.",
    why,
    next: "Look at where the rollout stands.",
  });
}
