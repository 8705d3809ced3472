import { analysisWindow } from "../../analysis/analysis-window";
import { stepOf } from "../../machine/next-stop";
import { judgedOnCopies } from "../../plan/judged-on-copies";
import { frozenNow } from "../../windows/frozen-now";
import type { Desk, Found } from "../desk";
import { isJudged, judgeStep } from "../judge-step";
import { measureSince, noteShares, type TargetMeasure } from "../measure-share";

/** While a step bakes: analysis judges it, time and requests add up. The clock is the wall's, from when the share was seen. */
export async function baking(desk: Desk): Promise<Found> {
  const { row, deps, nowMs } = desk;
  const { plan, state } = row;
  const step = stepOf(plan, state.stepId);
  const target = plan.targets.find(({ steps }) => steps.some(({ id }) => id === state.stepId));
  const judged = (step?.analyse ?? false) && target !== undefined && isJudged(plan, target, state.stepId);
  const judgement = judged ? await judgeStep(desk) : { verdict: null, failed: null, results: [] };
  if (judgement.failed) return { event: { type: "fail", why: judgement.failed }, text: judgement.failed };
  await observe(desk);
  const bakedMs = state.bakedMs + (nowMs - (state.bakeStartedAtMs ?? nowMs));
  if (bakedMs < (step?.bakeSec ?? 0) * 1000) return null;
  const frozen = await frozenNow(deps.store.rollouts, desk.row.plan, nowMs);
  if (frozen) return { event: { type: "windowClosed", why: frozen }, text: frozen };
  const { verdict } = judgement;
  const needed = step?.minRequests ?? 0;
  const requests = needed > 0 ? await candidateRequests(desk) : 0;
  if (judged && verdict !== "pass") return unsure(desk, verdict, judgement.results[0]?.why);
  const what = target && judgedOnCopies(target, state.stepId) ? "mirrored requests" : "requests";
  if (requests < needed)
    return unsure(desk, "inconclusive", `Only ${requests} of ${needed} ${what} reached the candidate.`);
  return { event: { type: "bakeDone", verdict, bakedMs, requests }, text: `${state.stepId} is done` };
}

/** Time is over and nothing says that it is well: the bake is extended until the budget is spent. */
function unsure({ row, nowMs }: Desk, verdict: string | null, why = "Nothing was measured yet."): Found {
  if (verdict === "fail") return null;
  const since = row.state.inconclusiveSinceMs;
  const spent = since !== null && nowMs - since >= row.plan.analysis.inconclusiveBudgetSec * 1000;
  if (since !== null && !spent) return null;
  return { event: { type: "inconclusive", blind: verdict === "error", why }, text: why };
}

const OBSERVE_MS = 5000;

async function observe(desk: Desk): Promise<void> {
  const { state } = desk.row;
  if (desk.nowMs - (state.observedAtMs ?? 0) < OBSERVE_MS) return;
  const measures = await measureSince(desk, state.bakeStartedAtMs ?? state.enteredAtMs).catch(
    (): TargetMeasure[] => [],
  );
  await noteShares(desk, measures);
}

async function candidateRequests(desk: Desk): Promise<number> {
  const { row, nowMs, metrics } = desk;
  const window = analysisWindow({
    policy: { windowSec: 0, warmUpSec: 0 },
    sinceMs: row.state.stepEnteredAtMs,
    nowMs,
    whole: true,
  });
  const target = row.plan.targets.find(({ steps }) => steps.some(({ id }) => id === row.state.stepId));
  if (!window || !target) return 0;
  const copies = judgedOnCopies(target, row.state.stepId);
  return metrics.measure({ mesh: row.mesh, target: target.target, copies, ...window }).then(
    ({ canary }) => canary.requests,
    () => 0,
  );
}
