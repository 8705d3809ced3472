import { randomUUID } from "node:crypto";
import type { Ctx } from "../../identity/ctx";
import type { BreakGlassInput, DecisionInput } from "../../model/approval";
import { HeddleError } from "../../model/heddle-error";
import type { RolloutDetail } from "../../model/rollout";
import { refuseNobody } from "../gates/refuse-nobody";
import { commitPerson, decide } from "./decide";

/** How long a second person has to confirm that the glass was rightly broken. */
const SECOND_PERSON_MS = 4 * 3600_000;

/** Goes on against a gate or an analysis: an administrator's act, with a typed reason, told to everyone, to be confirmed by a second person. */
export function breakGlass({
  ctx,
  input: { id, ...input },
}: {
  ctx: Ctx;
  input: { id: string } & BreakGlassInput;
}): Promise<RolloutDetail> {
  return decide(ctx, {
    id,
    verb: "break-glass",
    role: "admin",
    input,
    binds: "all",
    act: async (tx, row) => {
      const atMs = ctx.now();
      await tx.rollouts.addBreakGlass({
        id: randomUUID(),
        rolloutId: id,
        person: { id: ctx.actor.id, name: ctx.actor.name },
        reason: input.reason,
        atMs,
        secondPersonByMs: atMs + SECOND_PERSON_MS,
        confirmedBy: null,
        alarmed: false,
      });
      const event = { type: "breakGlass", by: ctx.actor.name, why: input.reason } as const;
      return commitPerson(tx, ctx, row, event, `Broke the glass: ${input.reason}`);
    },
  });
}

/** The second person's word on a broken glass. Throws `forbidden` for the first one and for a token without an owner, `conflict` when it is confirmed already. */
export function confirmBreakGlass({
  ctx,
  input: { id, act: actId, ...input },
}: {
  ctx: Ctx;
  input: { id: string; act: string } & DecisionInput;
}): Promise<RolloutDetail> {
  return decide(ctx, {
    id,
    verb: "break-glass",
    role: "approver",
    input,
    binds: "plan",
    act: async (tx) => {
      refuseNobody(ctx.actor);
      const done = (await tx.rollouts.breakGlass(id)).find((one) => one.id === actId);
      if (done?.person.id === ctx.actor.id) {
        throw new HeddleError("forbidden", {
          what: "A second person has to confirm this.",
          why: "You broke the glass yourself.",
          next: "Ask somebody else who may approve.",
        });
      }
      if (done && (await tx.rollouts.confirmBreakGlass(actId, { id: ctx.actor.id, name: ctx.actor.name }))) return true;
      throw new HeddleError("conflict", {
        what: "There is nothing to confirm.",
        why: done
          ? `${done.confirmedBy?.name ?? "Somebody"} confirmed it already.`
          : `No broken glass has the id ${actId}.`,
        next: "Look at the rollout's approvals.",
      });
    },
  });
}
