import type { RolloutDetail, RolloutRun } from "@/lib/model/rollout";
import { planSteps } from "@/lib/model/rollout-plan";
import type { Moment } from "../replay/moment";
import { candidateShare, shareText, targetShare } from "../shares";
import { candidateWords, planTargetWords, stepWords, wantedShare } from "../target-words";

/** What is the case with a run, as one sentence. */
export function runSentence(detail: Pick<RolloutDetail, "plan">, moment: Moment): string {
  const { run } = moment;
  const target = targetOf(detail, run);
  if (!target) return "This rollout has no target.";
  if (target.target.kind === "mtls") return mtlsSentence(run, planTargetWords(target.target));
  const { service, stable, candidate } = target.target;
  const share = candidateShare(run.desired, { id: target.id, candidate: candidate.version });
  const at = `${shareText(share ?? 0)}%`;
  const name = `${service} ${candidate.version}`;
  switch (run.phase) {
    case "draft":
    case "validated":
      if (run.reason === "queued") return `${name} waits for its turn`;
      return share
        ? `${name} is ready to start, from ${at}`
        : `${name} is ready to start; ${stable.version} has the traffic`;
    case "gate":
      return share ? `${name} waits at ${at} for approval` : `${name} waits for approval before it gets traffic`;
    case "preparing":
      return `${name} is being prepared`;
    case "applying":
    case "propagating":
      return `${name} is going to ${at}`;
    case "baking":
      return `${name} is at ${at}${mood(moment)}`;
    case "promoting":
      return `${name} becomes the stable side`;
    case "cleanup":
      return `${name} has all traffic; ${stable.version} is being let go`;
    case "paused":
      return run.reason === "conflict"
        ? `Somebody else changed the traffic of ${service}; the rollout stands still`
        : `${name} is paused at ${at}`;
    case "rollingBack":
      return `${name} is going back to 0%`;
    case "holdOnHealthy":
      return "Traffic is held on the side that passes, until a person decides";
    case "succeeded":
      return `${name} has all of the traffic`;
    case "rolledBack":
      return share
        ? `${name} went back to ${at}, as before`
        : `${name} went back; ${stable.version} has all of the traffic`;
    case "superseded":
      return `${name} gave way to a newer rollout`;
  }
}

function mtlsSentence(run: Moment["run"], name: string): string {
  if (run.phase === "succeeded") return `${name} is in force`;
  if (run.phase === "rolledBack") return `${name} went back to what it was`;
  if (run.phase === "gate") return `${name} waits for approval`;
  if (run.phase === "paused") return `${name} is paused`;
  return `${name} is on its way`;
}

/** How the newest window at this step went. */
function mood({ analyses, run }: Moment): string {
  const own = analyses.filter((one) => one.stepId === run.stepId);
  const last = own.at(-1)?.verdict;
  if (last === "fail") return own.at(-2)?.verdict === "fail" ? " and getting worse" : " and failing";
  if (last === "pass") return " and fine";
  if (last === "inconclusive") return ", too early to tell";
  return last === "error" ? ", but its figures cannot be read" : "";
}

/** The plan's target whose step the run is at; before the first step the first, after the last the last. */
export function targetOf({ plan }: Pick<RolloutDetail, "plan">, run: Pick<RolloutRun, "stepId" | "phase">) {
  const own = plan.targets.find((one) => one.steps.some((step) => step.id === run.stepId));
  if (own) return own;
  return run.phase === "promoting" || run.phase === "cleanup" || run.phase === "succeeded"
    ? plan.targets.at(-1)
    : plan.targets[0];
}

/** "Send 50% of reviews to v2, up from 10%": what the gate that is waited at stands before. */
export function requestSentence(detail: Pick<RolloutDetail, "plan" | "run" | "gate">): string {
  const { plan, run, gate } = detail;
  const stepId = gate?.stepId ?? run.stepId;
  const found = planSteps(plan).find(({ step }) => step.id === stepId);
  const target = found?.target ?? targetOf(detail, run);
  if (!target) return gate?.gate.title ?? "Approve the next step";
  if (plan.promotionGate && gate?.gate.id === plan.promotionGate.id) {
    return target.target.kind === "mtls"
      ? `Keep ${planTargetWords(target.target)}`
      : `Make ${candidateWords(target.target)} the stable version of ${target.target.service}`;
  }
  const step = found?.step ?? target.steps[0];
  if (!step || target.target.kind === "mtls")
    return `${gate?.gate.title ?? "Go on"}: ${planTargetWords(target.target)}`;
  const { service, candidate } = target.target;
  const now = targetShare(run.desired, target);
  const share = wantedShare(step);
  if (step.kind === "mirror") return `Mirror ${step.percent}% of ${service} traffic to ${candidate.version}`;
  if (share !== null)
    return `Send ${share}% of ${service} traffic to ${candidate.version}, ${share < now ? "down" : "up"} from ${shareText(now)}%`;
  if (step.kind === "headerMatch" || step.kind === "cookieMatch") {
    return `Send ${service} requests with ${stepWords(step)} to ${candidate.version}`;
  }
  return gate?.gate.title ?? `Go on to ${stepWords(step)}`;
}

/** What the approving button says: "Approve 50%". */
export function approveWords(detail: Pick<RolloutDetail, "plan" | "run" | "gate">): string {
  const { plan, run, gate } = detail;
  if (plan.promotionGate && gate?.gate.id === plan.promotionGate.id) return "Approve promotion";
  const step =
    planSteps(plan).find((one) => one.step.id === (gate?.stepId ?? run.stepId))?.step ?? planSteps(plan)[0]?.step;
  const share = step ? wantedShare(step) : null;
  if (step && share !== null && step.kind !== "mirror") return `Approve ${share}%`;
  return step ? `Approve ${stepWords(step)}` : "Approve";
}
