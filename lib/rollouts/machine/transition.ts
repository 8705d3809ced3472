import { HeddleError } from "../../model/heddle-error";
import type { RolloutPlan } from "../../model/rollout-plan";
import type { RunState } from "../../model/run-state";
import type { RunEvent } from "./run-event";
import { type RunEffect, TRANSITIONS } from "./transition-table";

export interface Transition {
  state: RunState;
  effects: readonly RunEffect[];
}

/** What an event makes of a run, or why it is refused. Pure: the caller stores the state by compare-and-set on `stepSeq`. */
export function transition(
  plan: RolloutPlan,
  state: RunState,
  event: RunEvent,
  nowMs: number,
): Transition | { refused: string } {
  const row = TRANSITIONS.find((one) => one.event === event.type && one.from.includes(state.phase));
  if (!row) return { refused: `a run that is ${phaseWord(state)} takes no ${event.type}` };
  const moment = { plan, state, event, nowMs };
  const refused = row.guard?.(moment) ?? null;
  if (refused !== null) return { refused };
  const patch = row.apply(moment);
  const next = { ...state, ...patch };
  const moved = next.phase !== state.phase || next.stepId !== state.stepId;
  return {
    state: { ...next, stepSeq: state.stepSeq + 1, enteredAtMs: moved ? nowMs : state.enteredAtMs },
    effects: row.effects,
  };
}

function phaseWord({ phase, reason }: RunState): string {
  return reason === "" ? phase : `${phase} (${reason})`;
}

/** A guard's words as a sentence. */
export const refusalSentence = (why: string): string =>
  `${why.charAt(0).toUpperCase()}${why.slice(1)}${why.endsWith(".") ? "" : "."}`;

/** The refusal as the API answers it: 409 with where the run stands. */
export function refusedEvent(event: string, why: string, state: RunState): HeddleError {
  return new HeddleError("conflict", {
    what: `The rollout did not take "${event}".`,
    why: refusalSentence(why),
    next: "Look at where it stands now.",
    details: { phase: state.phase, reason: state.reason, stepId: state.stepId, stepSeq: state.stepSeq },
  });
}
