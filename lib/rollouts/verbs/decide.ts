import { auditEntryOf } from "../../identity/audit";
import type { Ctx } from "../../identity/ctx";
import { auditFacts, auditFailure, guard, type Mutation, mutate } from "../../identity/mutate";
import { recheckRights } from "../../identity/recheck-rights";
import type { Role } from "../../model/actor";
import type { DecisionBinding, DecisionInput } from "../../model/approval";
import { HeddleError } from "../../model/heddle-error";
import type { RolloutDetail, RolloutVerb } from "../../model/rollout";
import type { StoreTx } from "../../store/app-store";
import type { RunEvent } from "../machine/run-event";
import type { RolloutRow } from "../rollout-store";
import { auditedWayBack } from "../run/audited-way-back";
import { commitEvent } from "../run/commit-event";
import { bindingOf } from "../run/evidence-hash";
import { auditTarget, namespacesOfPlan } from "../run/rollout-names";
import { readRollout } from "./read-rollout";
import { storedRollout } from "./stored-rollout";

export interface Decision {
  id: string;
  verb: RolloutVerb;
  role: Role;
  input: DecisionInput;
  /** What a call must have seen rightly. Ways to safety ask for the plan alone: they must not be lost to a step that moved on meanwhile. */
  binds: "all" | "plan";
  /** What it does, in the transaction of its audit entry. false: someone else moved the run first. */
  act(tx: StoreTx, row: RolloutRow): Promise<boolean>;
}

const TRIES = 5;

/** A person's decision about a run: authorised, bound to what the person saw, done once, audited in the same transaction. */
export async function decide(ctx: Ctx, decision: Decision): Promise<RolloutDetail> {
  const { id, verb, input, role } = decision;
  const seen = await seenBy(ctx, id, verb);
  const mutation = {
    action: `rollout.${verb}`,
    target: auditTarget(seen),
    role,
    namespaces: namespacesOfPlan(seen.plan),
  };
  const act = async (tx: StoreTx) => {
    if (await isRepeated(tx, ctx, decision)) return { value: undefined, detail: { repeated: input.idempotencyKey } };
    await once(tx, decision);
    const { reason, idempotencyKey: _, ...binding } = input;
    return { value: undefined, detail: { rollout: id, ...binding, reason } };
  };
  await (TO_SAFETY.includes(verb) ? mutateToSafety(ctx, mutation, act) : mutate(ctx, mutation, act));
  ctx.rolloutMoved?.(seen.mesh);
  return readRollout({ ctx, input: { id } });
}

/** Ways to safety: no approval is needed for them, and no audit log holds them up. */
const TO_SAFETY: readonly RolloutVerb[] = ["pause", "abort", "rollback"];

/** As `mutate`, but done also while the audit log takes no entry. */
function mutateToSafety(ctx: Ctx, mutation: Mutation, act: (tx: StoreTx) => Promise<{ detail: unknown }>) {
  return guard(ctx, mutation, () =>
    auditedWayBack(ctx, async (tx, record) => {
      await recheckRights(tx, ctx, mutation.role, mutation.namespaces);
      const { detail } = await act(tx);
      await record(auditEntryOf(ctx, { ...auditFacts(mutation), outcome: "allowed", detail }));
    }),
  );
}

/** Who may not even see the run is refused on record like everybody else who may not decide about it. */
export async function seenBy(ctx: Ctx, id: string, verb: RolloutVerb): Promise<RolloutRow> {
  try {
    return await storedRollout(ctx, id);
  } catch (error) {
    await auditFailure(ctx, { action: `rollout.${verb}`, target: `rollout ${id}`, namespace: "" }, error);
    throw error;
  }
}

async function isRepeated(tx: StoreTx, { actor }: Ctx, { id, verb, input }: Decision): Promise<boolean> {
  if (input.idempotencyKey === undefined) return false;
  return !(await tx.rollouts.rememberKey(id, `${actor.id} ${verb} ${input.idempotencyKey}`));
}

async function once(tx: StoreTx, { id, input, binds, act }: Decision): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) {
    const row = await tx.rollouts.get(id);
    if (!row) break;
    refuseMismatch(input, bindingOf(row, await tx.rollouts.baseline(id)), binds);
    if (await act(tx, row)) return;
    if (binds === "all") break;
  }
  throw new HeddleError("conflict", {
    what: "The rollout moved on while this was decided.",
    why: "Its step changed in the same moment.",
    next: "Look at where it stands now and decide again.",
  });
}

/** Throws `conflict` with the names of what differs (details: { mismatch, current }). */
export function refuseMismatch(sent: DecisionBinding, current: DecisionBinding, binds: Decision["binds"]): void {
  const names = binds === "plan" ? (["planHash"] as const) : ALL;
  const mismatch = names.filter((name) => sent[name] !== current[name]);
  if (mismatch.length === 0) return;
  throw new HeddleError("conflict", {
    what: "This decision was made about something else.",
    why: `Since the page was loaded, ${mismatch.map((name) => WORDS[name]).join(" and ")} changed.`,
    next: "Look at what would happen now and decide again.",
    details: { mismatch, current },
  });
}

const ALL = ["planHash", "revisionHash", "stepId", "gateId", "evidenceHash", "stepSeq"] as const;
const WORDS: Record<keyof DecisionBinding, string> = {
  planHash: "the plan",
  revisionHash: "the revision",
  stepId: "the step",
  gateId: "the gate",
  evidenceHash: "what would be written",
  stepSeq: "the state of the run",
};

/** Commits a person's event; false when someone else was first. */
export async function commitPerson(
  tx: StoreTx,
  ctx: Ctx,
  row: RolloutRow,
  event: RunEvent,
  text: string,
): Promise<boolean> {
  const next = await commitEvent(tx, { row, event, epoch: null, actor: ctx.actor.name, text, nowMs: ctx.now() });
  return next !== null;
}
