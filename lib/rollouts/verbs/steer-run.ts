import type { Ctx } from "../../identity/ctx";
import type { DecisionInput } from "../../model/approval";
import type { RolloutDetail } from "../../model/rollout";
import type { StoreTx } from "../../store/app-store";
import type { RunEvent } from "../machine/run-event";
import type { RolloutRow } from "../rollout-store";
import { isFailing } from "../run/is-failing";
import { frozenNow } from "../windows/frozen-now";
import { commitPerson, decide } from "./decide";

interface Steer {
  ctx: Ctx;
  input: { id: string } & DecisionInput;
}

/** Stands still at the step it is at; the bake clock is kept. */
export function pauseRollout({ ctx, input }: Steer): Promise<RolloutDetail> {
  return steer(ctx, input, "pause", "plan", ({ by, why }) => ({ type: "pause", by, why }));
}

/** Goes on at the same step; a gate asks anew. */
export function resumeRollout({ ctx, input }: Steer): Promise<RolloutDetail> {
  return steer(ctx, input, "resume", "all", async ({ by }, tx, row) => ({
    type: "resume",
    by,
    frozen: await frozenNow(tx.rollouts, row.plan, ctx.now()),
  }));
}

/** Everything back to the baseline; nobody's approval is needed, from any state. */
export function abortRollout({ ctx, input }: Steer): Promise<RolloutDetail> {
  return steer(ctx, input, "abort", "plan", ({ by, why }) => ({ type: "abort", by, why }));
}

export function rollBackRollout({ ctx, input }: Steer): Promise<RolloutDetail> {
  return steer(ctx, input, "rollback", "plan", ({ by, why }) => ({ type: "rollback", by, why }));
}

/** Ends the bake of the current step now, or takes a run held on the healthy side to its end. Gates still stand; a failing analysis refuses. */
export function promoteRollout({ ctx, input }: Steer): Promise<RolloutDetail> {
  const { id, ...binding } = input;
  return decide(ctx, {
    id,
    verb: "promote",
    role: "operator",
    input: binding,
    binds: "all",
    act: async (tx, row) => {
      const failing = await isFailing(tx.rollouts, row);
      const frozen = await frozenNow(tx.rollouts, row.plan, ctx.now());
      const event = { type: "promote", by: ctx.actor.name, failing, frozen } as const;
      return commitPerson(tx, ctx, row, event, binding.reason || `${ctx.actor.name} went on`);
    },
  });
}

function steer(
  ctx: Ctx,
  { id, ...input }: { id: string } & DecisionInput,
  verb: "pause" | "resume" | "abort" | "rollback",
  binds: "all" | "plan",
  eventOf: (facts: { by: string; why: string }, tx: StoreTx, row: RolloutRow) => RunEvent | Promise<RunEvent>,
): Promise<RolloutDetail> {
  return decide(ctx, {
    id,
    verb,
    role: "operator",
    input,
    binds,
    act: async (tx, row) => {
      const event = await eventOf({ by: ctx.actor.name, why: input.reason }, tx, row);
      return commitPerson(tx, ctx, row, event, input.reason || `${ctx.actor.name}: ${verb}`);
    },
  });
}
