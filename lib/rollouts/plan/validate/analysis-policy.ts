import type { AnalysisCheck } from "@/lib/model/analysis";
import { EDGE_BUCKET_MS } from "@/lib/model/edge-sample";
import type { Path } from "@/lib/policy/path";
import { type PlanRule, type Problem, problem, stepPath } from "./plan-world";

/** HED-RO-060..067: the analysis can come to a verdict, and its limits do not contradict each other. */
export const analysisPolicy: PlanRule = (plan) => {
  const { analysis } = plan;
  const analysed = plan.targets.some(
    ({ target, steps }) => target.kind === "traffic" && steps.some((step) => step.analyse && step.kind !== "gate"),
  );
  const problems: Problem[] = [];
  const say = (severity: Problem["severity"], code: string, path: Path, message: string, fix: string) =>
    problems.push(problem(severity, code, ["analysis", ...path], message, fix));
  const bucketSec = EDGE_BUCKET_MS / 1000;
  if (analysis.intervalSec < bucketSec) {
    say(
      "error",
      "HED-RO-060",
      ["intervalSec"],
      `Looking every ${analysis.intervalSec} s finds nothing new: traffic is kept in buckets of ${bucketSec} s.`,
      `Write ${bucketSec} or more.`,
    );
  }
  if (analysis.windowSec < analysis.intervalSec) {
    say(
      "error",
      "HED-RO-061",
      ["windowSec"],
      `A window of ${analysis.windowSec} s every ${analysis.intervalSec} s leaves traffic between them unseen.`,
      "Make the window at least as long as the interval.",
    );
  }
  if (analysed && analysis.checks.length === 0) {
    say(
      "error",
      "HED-RO-062",
      ["checks"],
      "Steps are analysed, but no check is set; analysis never passes on nothing.",
      "Add a check, e.g. metric: successRate, or set analyse: false on the steps.",
    );
  }
  analysis.checks.forEach((check, i) => {
    for (const one of checkProblems(check))
      say(one.severity, one.code, ["checks", i, ...one.path], one.message, one.fix);
  });
  problems.push(...doubled(analysis.checks), ...quantilesInOrder(analysis.checks));
  if (analysis.failureLimit < analysis.consecutiveFailureLimit) {
    say(
      "warning",
      "HED-RO-066",
      ["consecutiveFailureLimit"],
      `${analysis.failureLimit} failed windows end the run before ${analysis.consecutiveFailureLimit} in a row can.`,
      "Make failureLimit the greater one.",
    );
  }
  plan.targets.forEach((target, at) => {
    target.steps.forEach((step, i) => {
      const least = analysis.warmUpSec + 2 * bucketSec;
      if (
        target.target.kind !== "traffic" ||
        !step.analyse ||
        step.kind === "gate" ||
        step.bakeSec === 0 ||
        step.bakeSec >= least
      )
        return;
      problems.push(
        problem(
          "warning",
          "HED-RO-067",
          stepPath(target, at, i),
          `The bake of ${step.bakeSec} s ends before a first window is measured: ${analysis.warmUpSec} s of warm-up do not count, and ${2 * bucketSec} s pass until a bucket is in.`,
          `It will take ${least} s at least; write that, or shorten warmUpSec.`,
        ),
      );
    });
  });
  return problems;
};

function checkProblems(check: AnalysisCheck): Problem[] {
  const [floor, ratio] =
    check.metric === "latency" ? [check.maxMs, check.maxRatio] : [check.minPercent, check.maxDropPercent];
  if (floor === null && ratio === null) {
    return [
      problem(
        "error",
        "HED-RO-063",
        [],
        "The check sets no limit, so it can never fail or pass.",
        "Set an absolute limit, a comparison with stable, or leave it out.",
      ),
    ];
  }
  if (check.metric === "latency" && check.maxRatio !== null && check.maxRatio < 1) {
    return [
      problem(
        "error",
        "HED-RO-064",
        ["maxRatio"],
        `A ratio of ${check.maxRatio} asks the candidate to be faster than stable.`,
        "Write 1 or more, e.g. 1.5.",
      ),
    ];
  }
  if (check.metric === "successRate" && check.minPercent === 100) {
    return [
      problem(
        "warning",
        "HED-RO-064",
        ["minPercent"],
        "A floor of 100 % rolls back at the first failed request.",
        "Write what you promise, e.g. 99.9.",
      ),
    ];
  }
  return [];
}

const nameOf = (check: AnalysisCheck): string =>
  check.metric === "latency" ? `${check.quantile} latency` : "success rate";

function doubled(checks: readonly AnalysisCheck[]): Problem[] {
  return checks.flatMap((check, i): Problem[] =>
    checks.findIndex((one) => nameOf(one) === nameOf(check)) < i
      ? [
          problem(
            "error",
            "HED-RO-065",
            ["analysis", "checks", i],
            `There are two checks of the ${nameOf(check)}.`,
            "Keep one with the limits you mean.",
          ),
        ]
      : [],
  );
}

/** A higher quantile is never smaller: a limit for p99 below the one for p50 makes the latter mean nothing. */
function quantilesInOrder(checks: readonly AnalysisCheck[]): Problem[] {
  const limits = checks.flatMap((check, i) =>
    check.metric === "latency" && check.maxMs !== null ? [{ q: check.quantile, maxMs: check.maxMs, i }] : [],
  );
  return limits.flatMap((high): Problem[] => {
    const low = limits.find((one) => one.q < high.q && one.maxMs > high.maxMs);
    return low
      ? [
          problem(
            "error",
            "HED-RO-065",
            ["analysis", "checks", high.i, "maxMs"],
            `${high.q} may be at most ${high.maxMs} ms, but ${low.q}, which is never greater, ${low.maxMs} ms.`,
            `Make the limit of ${high.q} the greater one.`,
          ),
        ]
      : [];
  });
}
