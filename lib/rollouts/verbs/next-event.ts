import type { NextEvent } from "../../model/rollout";
import { gateExpiresMs } from "../gates/void-reason";
import { gateOf, stepOf } from "../machine/next-stop";
import type { RolloutRow } from "../rollout-store";

const at = (what: string, ms: number): NextEvent => ({ what, at: new Date(ms).toISOString() });
const waits = (what: string): NextEvent => ({ what, at: null });

/** What happens next if nobody does anything; null: nothing any more. */
export function nextEvent({ plan, state }: RolloutRow, nowMs: number): NextEvent | null {
  if (state.failures && nowMs < state.failures.nextMs) return at("The write is tried again", state.failures.nextMs);
  switch (state.phase) {
    case "validated":
      return waits(state.reason === "queued" ? "It starts once its target is free" : "Somebody starts it");
    case "gate": {
      const gate = gateOf(plan, state.gateId);
      if (!gate || state.gateOpenedAtMs === null) return waits("People decide");
      const what = gate.onExpire === "rollback" ? "Rolled back unless people approve" : "Paused unless people approve";
      return at(what, gateExpiresMs(gate, state.gateOpenedAtMs));
    }
    case "preparing":
      return waits("The candidate becomes ready");
    case "applying":
      return waits("The step is written");
    case "propagating":
      return at("The traffic shows it, or the run pauses", state.enteredAtMs + plan.propagationTimeoutSec * 1000);
    case "baking":
      return afterBake(plan, state, nowMs);
    case "promoting":
      return waits("All traffic is seen at the candidate");
    case "cleanup":
      return at("Done, once the old side has drained", state.enteredAtMs + plan.drainSec * 1000);
    case "paused":
      return waits(PAUSED[state.reason] ?? "Somebody resumes it or rolls it back");
    case "rollingBack":
      return waits("All traffic is back on stable");
    case "holdOnHealthy":
      return waits("Somebody promotes it or rolls it back");
    default:
      return null;
  }
}

const PAUSED: Record<string, string> = {
  conflict: "Somebody says whose change holds",
  window: "The freeze window ends",
  inconclusive: "Somebody looks at the figures and resumes it or rolls it back",
  blind: "Metrics come back and somebody resumes it",
};

function afterBake(plan: RolloutRow["plan"], state: RolloutRow["state"], nowMs: number): NextEvent {
  const bakeMs = (stepOf(plan, state.stepId)?.bakeSec ?? 0) * 1000;
  const endMs = (state.bakeStartedAtMs ?? nowMs) + bakeMs - state.bakedMs;
  if (endMs > nowMs) return at("The next step, if analysis passes", endMs);
  if (state.inconclusiveSinceMs === null) return waits("Analysis has its say");
  return at(
    "Paused unless analysis finds enough",
    state.inconclusiveSinceMs + plan.analysis.inconclusiveBudgetSec * 1000,
  );
}
