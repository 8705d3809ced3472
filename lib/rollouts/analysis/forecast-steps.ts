import type { MeshHandle } from "@/lib/identity/ctx";
import type { AnalysisPolicy } from "@/lib/model/analysis";
import type { StepForecast } from "@/lib/model/rollout";
import { type PlanTarget, planSteps, type RolloutPlan, type Step } from "@/lib/model/rollout-plan";
import { judgedOnCopies } from "../plan/judged-on-copies";
import { targetAt } from "../plan/traffic-at";

const HOUR_MS = 3_600_000;
/** A bucket has to be whole and settled before it is read. */
const SETTLE_SEC = 10;
/** The least requests for a latency quantile, as in checkLatency. */
const LEAST = { p50: 10, p95: 100, p99: 500 } as const;

/** How long each step will take at the rate of the hour before `toMs`: its bake, or longer where analysis must wait for its samples. */
export async function forecastSteps(
  mesh: Pick<MeshHandle, "name" | "metrics">,
  plan: RolloutPlan,
  toMs: number,
): Promise<StepForecast[]> {
  const rates = new Map<string, number | null>();
  for (const target of plan.targets) rates.set(target.id, await ratePerSec(mesh, target, toMs));
  return planSteps(plan).map(({ target, step }) => forecast(plan, target, step, rates.get(target.id) ?? null));
}

/** Calls a second to both sides together. */
async function ratePerSec(
  mesh: Pick<MeshHandle, "name" | "metrics">,
  { target }: PlanTarget,
  toMs: number,
): Promise<number | null> {
  if (target.kind !== "traffic") return null;
  const { namespace, service } = target;
  const counts = await Promise.all(
    [target.stable, target.candidate].map(async ({ version }) => {
      const query = {
        mesh: mesh.name,
        destination: { namespace, service, version },
        fromMs: toMs - HOUR_MS,
        toMs,
        maxPoints: 12,
      };
      const { points, stepSec } = await mesh.metrics.series(query);
      const sum = points.reduce((all, { requests }) => all + requests, 0);
      return { sum, sec: points.length * stepSec };
    }),
  );
  const sec = Math.max(...counts.map((one) => one.sec));
  return sec > 0 ? counts.reduce((all, { sum }) => all + sum, 0) / sec : null;
}

function forecast(plan: RolloutPlan, target: PlanTarget, step: Step, rate: number | null): StepForecast {
  const at = targetAt(plan, target, step.id);
  const base = { stepId: step.id, targetId: target.id, gate: step.gate !== null };
  const still = { ...base, weight: null, candidatePerSec: null, samplesSec: null };
  if (at.kind !== "traffic") return { ...still, takesSec: step.bakeSec, note: "Bakes for its time." };
  const { weight, mirror } = at.state;
  const copied = mirror && judgedOnCopies(target, step.id) ? mirror.percent : null;
  const share = copied ?? weight;
  const candidatePerSec = rate === null ? null : (rate * share) / 100;
  const judged = step.analyse && step.kind !== "gate" && plan.analysis.checks.length > 0;
  const known = { ...base, weight, candidatePerSec };
  if (!judged)
    return { ...known, samplesSec: null, takesSec: step.bakeSec, note: "Bakes for its time; nothing is judged." };
  if (share === 0) {
    return {
      ...known,
      candidatePerSec: null,
      samplesSec: null,
      takesSec: step.bakeSec,
      note: "How many requests match is not known before.",
    };
  }
  const wanted = samplesWanted(plan.analysis, step);
  // Copies take nothing from stable.
  const slowest = copied ?? Math.min(weight, weight < 100 ? 100 - weight : 100);
  const samplesSec = rate ? Math.ceil((wanted * 100) / (rate * slowest)) : null;
  const { warmUpSec, inconclusiveBudgetSec } = plan.analysis;
  const measured = samplesSec === null ? null : samplesSec + warmUpSec + SETTLE_SEC;
  const budget = step.bakeSec + inconclusiveBudgetSec;
  if (measured === null || measured > budget) {
    const rateWords =
      rate === null ? "no traffic was measured in the last hour" : `at ${Number(rate.toFixed(2))} requests/s`;
    const needs = measured === null ? "" : ` it takes ${measured} s to see ${wanted} requests on each side, but`;
    return {
      ...known,
      samplesSec,
      takesSec: null,
      note: `Would end inconclusive: ${rateWords}${needs ? `,${needs}` : "; "} ${budget} s are given.`,
    };
  }
  const takesSec = Math.max(step.bakeSec, measured);
  const why = measured > step.bakeSec ? `waits for ${wanted} requests on each side` : "bakes for its time";
  return { ...known, samplesSec, takesSec, note: `Takes ${takesSec} s: ${why}.` };
}

/** The requests a side needs before every check can speak. */
function samplesWanted({ checks, minSamples }: AnalysisPolicy, { minRequests }: Step): number {
  const quantiles = checks.map((check) => (check.metric === "latency" ? LEAST[check.quantile] : 0));
  return Math.max(minSamples, minRequests, ...quantiles);
}
