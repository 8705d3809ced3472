import type { RolloutDetail } from "@/lib/model/rollout";
import { candidateWords, secondsWords } from "../target-words";
import { endStop } from "./end-stop";
import { targetOf } from "./run-sentence";

/** Why a run stands still, and what each way on does. */
interface PauseWords {
  why: string;
  next: string;
}

/** What a pause that nobody asked for has to say; null: a person paused it, or it is a conflict, which has a panel of its own. */
export function pauseWords(detail: Pick<RolloutDetail, "plan" | "run">): PauseWords | null {
  const { plan, run } = detail;
  const budget = secondsWords(plan.analysis.inconclusiveBudgetSec);
  const target = targetOf(detail, run)?.target;
  const abort =
    target?.kind === "mtls" ? "Abort puts back what was before." : `Abort takes ${candidateWords(target)} back to 0%.`;
  switch (run.reason) {
    case "expired":
      return {
        why: "The gate's time ran out before enough people had decided.",
        next: `Resume asks for approval again. ${abort}`,
      };
    case "rejected":
      return { why: endStop(run.reasonText), next: `Resume asks for approval again. ${abort}` };
    case "inconclusive":
      return {
        why: `The checks could not tell within ${budget}. ${endStop(run.reasonText)}`,
        next: `Resume watches this step again. If there is too little traffic for these checks, abort and plan with smaller figures. ${abort}`,
      };
    case "blind":
      return {
        why: `The figures could not be read for ${budget}. ${endStop(run.reasonText)}`,
        next: `Settings says which source does not answer. Resume once it does: this step is watched again. ${abort}`,
      };
    case "window":
      return { why: endStop(run.reasonText), next: `It goes on by itself when the window ends. ${abort}` };
    default:
      return null;
  }
}
