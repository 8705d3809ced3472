import fc from "fast-check";
import { expect, test } from "vitest";
import { BASELINE_STEP, PROMOTED_STEP, planSteps, ROLLED_BACK_STEP } from "../../model/rollout-plan";
import { judgeShares } from "../controller/measure-share";
import { desiredState } from "../plan/desired-state";
import { DR, DR_KEY, draftOf, planOf, TARGET, VS, VS_KEY } from "../plan/testing/sample-plan";
import { rollbackSteps } from "../plan/traffic-at";
import { sharesBefore } from "../verbs/shares-before";
import { desiredShares } from "./desired-shares";

const RATINGS = { ...TARGET, service: "ratings", host: "ratings.shop.svc.cluster.local" };
const STRATEGIES = [
  { kind: "canary", weights: [10, 50, 100], bakeSec: 10 },
  { kind: "linear", step: 30, bakeSec: 10 },
  { kind: "mirror", percent: 40, weights: [20], bakeSec: 10, minRequests: 10 },
  { kind: "blueGreen", holdSec: 10 },
  { kind: "ab", by: "header", match: { name: "x-beta", op: "exact", value: "1" }, bakeSec: 10 },
];

/** Reviews, then ratings. */
const planOfTwo = (first: unknown, second: unknown) =>
  planOf(
    draftOf(first, {
      targets: [
        { target: TARGET, strategy: first },
        { target: RATINGS, strategy: second },
      ],
    }),
  );

/** Objects of one service whose candidate has `percent` of the calls. */
function split(name: "reviews" | "ratings", percent: number) {
  const route = `      route:
        - { destination: { host: ${name}.shop.svc.cluster.local, subset: v1 }, weight: ${100 - percent} }
        - { destination: { host: ${name}.shop.svc.cluster.local, subset: v2 }, weight: ${percent} }
`;
  const renamed = (text: string) => (name === "reviews" ? text : text.replaceAll("reviews", name));
  const whole = VS.slice(0, VS.lastIndexOf("      route:"));
  return [
    { key: { ...VS_KEY, name }, yaml: renamed(whole) + route },
    { key: { ...DR_KEY, name }, yaml: renamed(DR) },
  ];
}

test("what a step wants is what its objects say, whatever they said before the run", () => {
  const strategy = fc.constantFrom(...STRATEGIES);
  const percent = fc.integer({ min: 0, max: 100 });
  fc.assert(
    fc.property(strategy, strategy, percent, percent, (first, second, reviews, ratings) => {
      const plan = planOfTwo(first, second);
      const baseline = [...split("reviews", reviews), ...split("ratings", ratings)];
      const before = sharesBefore(plan, baseline);
      const last = planSteps(plan).at(-1)?.step.id ?? "";
      const steps = planSteps(plan).map(({ step }) => step.id);
      for (const stepId of [BASELINE_STEP, ...steps, ...rollbackSteps(plan, last), PROMOTED_STEP]) {
        const written = sharesBefore(plan, desiredState(plan, stepId, baseline));
        expect(desiredShares(plan, stepId, before), stepId).toEqual(written);
      }
    }),
    { numRuns: 40 },
  );
});

test("a service whose turn has not come holds no step up by the share it has", () => {
  const plan = planOfTwo(STRATEGIES[0], STRATEGIES[0]);
  const [reviews, ratings] = plan.targets;
  if (!reviews || !ratings) throw new Error("the plan has two targets");
  const before = sharesBefore(plan, [...split("reviews", 0), ...split("ratings", 33)]);
  const first = reviews.steps[0]?.id ?? "";
  const measured = (target: typeof reviews, percent: number) => {
    const side = (version: string, requests: number) => ({
      version,
      requests,
      errors: 0,
      latency: [],
      latencySumMs: 0,
    });
    const sides = { stable: side("v1", 1000 - percent * 10), canary: side("v2", percent * 10) };
    return {
      target,
      sides: { ...sides, fromMs: 0, toMs: 1, otherRequests: 0, plaintext: [], knownRequests: 0, blind: null },
    };
  };
  const traffic = [measured(reviews, 10), measured(ratings, 33)];
  expect(judgeShares(traffic, desiredShares(plan, first, before), 10)).toBe("seen");
  expect(judgeShares([measured(reviews, 80), measured(ratings, 33)], desiredShares(plan, first, before), 10)).toBe(
    "off",
  );
  expect(desiredShares(plan, ROLLED_BACK_STEP, before).map(({ percent }) => percent)).toEqual([100, 0, 100, 0]);
});

test("a service that is as found, and that no route splits, wants nothing", () => {
  const plan = planOfTwo(STRATEGIES[0], STRATEGIES[0]);
  expect(desiredShares(plan, BASELINE_STEP, [])).toEqual([]);
  expect(desiredShares(plan, plan.targets[0]?.steps[0]?.id ?? "", []).map(({ targetId }) => targetId)).toEqual([
    "t1",
    "t1",
  ]);
});
