import fc from "fast-check";
import { expect, test } from "vitest";
import { BASELINE_STEP, PROMOTED_STEP, planSteps, ROLLED_BACK_STEP } from "@/lib/model/rollout-plan";
import { parseObject } from "@/lib/policy/parse-object";
import { desiredState, restingStep } from "./desired-state";
import { hashPlan } from "./hash-plan";
import { managedKeys } from "./managed-keys";
import { DR, DR_KEY, draftOf, HOST, planOf, planWorld, VS, VS_KEY } from "./testing/sample-plan";
import { rollbackSteps } from "./traffic-at";
import { validatePlan } from "./validate/validate-plan";
import { wantedShares } from "./wanted-shares";

const percent = fc.integer({ min: 1, max: 100 });
const match = fc.record({
  name: fc.constantFrom("x-persona", "x-tester"),
  op: fc.constant("exact"),
  value: fc.constantFrom("a", "b.c*"),
});
const strategies = fc.oneof(
  fc
    .uniqueArray(percent, { minLength: 1, maxLength: 8 })
    .map((weights) => ({ kind: "canary", weights: weights.sort((a, b) => a - b) })),
  fc.record({ kind: fc.constant("linear"), step: percent, max: percent }),
  fc.record({
    kind: fc.constant("exponential"),
    start: percent,
    factor: fc.double({ min: 1.1, max: 10, noNaN: true }),
    max: percent,
  }),
  fc.record({ kind: fc.constant("ab"), by: fc.constantFrom("header", "cookie"), match }),
  fc.record({ kind: fc.constant("mirror"), percent, weights: fc.constantFrom([], [10, 100]) }),
  fc.record({ kind: fc.constant("mirror"), percent, methods: fc.constant([]) }),
  fc.record({ kind: fc.constant("blueGreen"), preview: fc.option(match) }),
);

const weightsIn = (yaml: string | null) => {
  const { object } = parseObject(yaml ?? "");
  if (object?.kind !== "VirtualService") return [];
  return (object.spec.http ?? []).flatMap(({ route }) =>
    route && route.length > 1 ? [route.map(({ weight }) => weight ?? 0)] : [],
  );
};
const baselines = fc.constantFrom(
  [
    { key: VS_KEY, yaml: VS },
    { key: DR_KEY, yaml: DR },
  ],
  [
    { key: VS_KEY, yaml: null },
    { key: DR_KEY, yaml: null },
  ],
  [
    { key: VS_KEY, yaml: VS.replace("            subset: v1\n", "") },
    { key: DR_KEY, yaml: DR },
  ],
  [
    {
      key: VS_KEY,
      yaml: VS.replace(
        "            subset: v1\n",
        "            subset: v1\n          weight: 60\n        - destination: {host: reviews, subset: v2}\n          weight: 10\n        - destination: {host: reviews, subset: v3}\n          weight: 30\n",
      ),
    },
    {
      key: DR_KEY,
      yaml: `${DR}    - { name: v2, labels: { version: v2 } }\n    - { name: v3, labels: { version: v3 } }\n`,
    },
  ],
);

test("every plan made of a draft is valid, its weights add up to 100 at every step, and what is not the rollout's stays", () => {
  fc.assert(
    fc.property(strategies, baselines, fc.boolean(), (strategy, baseline, gated) => {
      const draft = draftOf(strategy, gated ? { gates: { start: true, aboveWeight: 20 } } : {});
      const plan = planOf(draft);
      expect(
        validatePlan(plan, planWorld({ config: baseline })).filter(({ severity }) => severity === "error"),
      ).toEqual([]);
      expect(managedKeys(plan, baseline)).toEqual([VS_KEY, DR_KEY]);
      for (const stepId of [...planSteps(plan).map(({ step }) => step.id), PROMOTED_STEP, ROLLED_BACK_STEP]) {
        const state = desiredState(plan, stepId, baseline);
        expect(desiredState(plan, stepId, state)).toEqual(state);
        for (const weights of weightsIn(state[0]?.yaml ?? null)) expect(weights.reduce((a, b) => a + b, 0)).toBe(100);
        expect(parseObject(state[0]?.yaml ?? "").findings.filter(({ severity }) => severity === "error")).toEqual([]);
        if (baseline[0]?.yaml) {
          for (const part of [
            "# Who gets which version.",
            "# the back office",
            "- name: all   # everyone",
            "timeout: 30s",
            'x-seen: "1"',
          ]) {
            expect(state[0]?.yaml).toContain(part);
          }
        }
      }
      expect(desiredState(plan, BASELINE_STEP, baseline)).toEqual(baseline);
    }),
    { numRuns: 25 },
  );
}, 60_000);

test("promotion is the baseline with one word changed", () => {
  const plan = planOf(draftOf({ kind: "canary", weights: [10, 100] }));
  const [vs] = desiredState(plan, PROMOTED_STEP, planWorld().config);
  expect(vs?.yaml).toBe(VS.replace("subset: v1", "subset: v2"));
});

test("a step's share is what the objects ask for, and other versions keep theirs", () => {
  const plan = planOf(draftOf({ kind: "canary", weights: [5, 50, 100] }));
  const target = plan.targets[0]?.target;
  if (target?.kind !== "traffic") throw new Error("no traffic target");
  const shares = planSteps(plan).map(({ step }) =>
    wantedShares(target, desiredState(plan, step.id, planWorld().config)),
  );
  expect(shares).toEqual([
    { stable: 95, candidate: 5 },
    { stable: 50, candidate: 50 },
    { stable: 0, candidate: 100 },
  ]);
});

test("a managed route is a clone of the one it shadows", () => {
  const plan = planOf(draftOf({ kind: "ab", by: "cookie", match: { name: "group", value: "b" } }));
  const [vs] = desiredState(plan, planSteps(plan)[0]?.step.id ?? "", planWorld().config);
  const { object } = parseObject(vs?.yaml ?? "");
  if (object?.kind !== "VirtualService") throw new Error("no VirtualService");
  expect(object.spec.http?.[1]).toEqual({
    name: "heddle-reviews-cookie-all",
    timeout: "2s",
    retries: { attempts: 3 },
    headers: { request: { set: { "x-seen": "1" } } },
    match: [{ headers: { cookie: { regex: "^(.*?;)?\\s*(group=b)(;.*)?$" } } }],
    route: [{ destination: { host: HOST, subset: "v2" } }],
  });
  expect(object.spec.http?.[2]?.name).toBe("all");
});

test("a mirror copies the safe methods and leaves weights alone; a mirror of all methods stands in the route itself", () => {
  const at = (methods?: string[]) => {
    const plan = planOf(draftOf({ kind: "mirror", percent: 25, ...(methods ? { methods } : {}) }));
    const [vs] = desiredState(plan, planSteps(plan)[0]?.step.id ?? "", planWorld().config);
    const { object } = parseObject(vs?.yaml ?? "");
    return object?.kind === "VirtualService" ? object.spec.http : [];
  };
  const mirrors = [{ destination: { host: HOST, subset: "v2" }, percentage: { value: 25 } }];
  expect(at()?.[1]).toMatchObject({
    name: "heddle-reviews-mirror-all",
    match: [{ method: { regex: "GET|HEAD|OPTIONS" } }],
    mirrors,
  });
  expect(at([])?.[1]).toMatchObject({ name: "all", mirrors });
});

test("after a failure nothing rests on the candidate; a person who aborts gets the baseline back", () => {
  const plan = planOf(draftOf({ kind: "canary", weights: [10, 100] }));
  const split = VS.replace(
    "            subset: v1\n",
    "            subset: v1\n          weight: 90\n        - destination: {host: reviews, subset: v2}\n          weight: 10\n",
  );
  const baseline = [
    { key: VS_KEY, yaml: split },
    { key: DR_KEY, yaml: DR },
  ];
  expect(restingStep(plan, planWorld().config, true)).toBe(BASELINE_STEP);
  expect(restingStep(plan, baseline, false)).toBe(BASELINE_STEP);
  expect(restingStep(plan, baseline, true)).toBe(ROLLED_BACK_STEP);
  expect(weightsIn(desiredState(plan, ROLLED_BACK_STEP, baseline)[0]?.yaml ?? null)).toEqual([[100, 0]]);
});

test("targets go forward in order and back in reverse order", () => {
  const ratings = {
    kind: "traffic",
    namespace: "shop",
    service: "ratings",
    host: "ratings.shop.svc.cluster.local",
    stable: { subset: "v1", version: "v1" },
    candidate: { subset: "v2", version: "v2" },
  };
  const both = draftOf({ kind: "canary", weights: [50, 100] });
  const second = draftOf(
    { kind: "canary", weights: [20] },
    { targets: [...both.targets, { target: ratings, strategy: { kind: "canary", weights: [20, 100] } }] },
  );
  const plan = planOf(second);
  const baseline = managedKeys(plan, planWorld().config).map((key) => ({
    key,
    yaml: planWorld().config.find((one) => one.key.name === key.name && one.key.plural === key.plural)?.yaml ?? null,
  }));
  const shares = (stepId: string) =>
    plan.targets.map(({ target }) =>
      target.kind === "traffic"
        ? (wantedShares(target, desiredState(plan, stepId, baseline))?.candidate ?? null)
        : null,
    );
  const ids = planSteps(plan).map(({ step }) => step.id);
  expect(ids).toEqual(["t1-1-weight-50", "t1-2-weight-100", "t2-1-weight-20", "t2-2-weight-100"]);
  expect(ids.map(shares)).toEqual([
    [50, null],
    [100, null],
    [100, 20],
    [100, 100],
  ]);
  expect(rollbackSteps(plan, "t2-1-weight-20").map(shares)).toEqual([
    [100, 0],
    [0, 0],
  ]);
  expect(rollbackSteps(plan, "t1-1-weight-50")).toEqual([ROLLED_BACK_STEP]);
});

test("the hash is of what the plan says, whatever the order of its keys, and of every field", () => {
  const plan = planOf(draftOf({ kind: "linear", step: 30, max: 80 }));
  const shuffled = Object.fromEntries(Object.entries(structuredClone(plan)).reverse());
  expect(hashPlan(shuffled as typeof plan)).toBe(plan.hash);
  expect(hashPlan({ ...plan, drainSec: plan.drainSec + 1 })).not.toBe(plan.hash);
  expect(plan.targets[0]?.steps.map((step) => (step.kind === "setWeight" ? step.weight : null))).toEqual([30, 60, 80]);
});
