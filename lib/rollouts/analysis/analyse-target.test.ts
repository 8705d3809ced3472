import { expect, test } from "vitest";
import type { MtlsTarget } from "@/lib/model/rollout-plan";
import { draftOf, planOf } from "../plan/testing/sample-plan";
import { analyseTarget } from "./analyse-target";
import { emptyMeasured, type MeasuredSides, type PlaintextCaller } from "./rollout-metrics";

const planFor = (more: Partial<MtlsTarget> = {}) => {
  const target = { kind: "mtls", namespace: "shop", ...more };
  return planOf(
    draftOf({ kind: "mtls" }, { targets: [{ target, strategy: { kind: "mtls" } }], analysis: { checks: [] } }),
  );
};
const BATCH: PlaintextCaller = { namespace: "", name: "legacy-batch", requests: 12 };
const sides = (more: Partial<MeasuredSides>): MeasuredSides => ({
  fromMs: 0,
  toMs: 1,
  stable: emptyMeasured(""),
  canary: emptyMeasured(""),
  otherRequests: 0,
  plaintext: [],
  knownRequests: 100,
  blind: null,
  ...more,
});

function judged(plan: ReturnType<typeof planFor>, step: number, of: Partial<MeasuredSides>) {
  const [target] = plan.targets;
  if (!target) throw new Error("no target");
  return analyseTarget({
    policy: plan.analysis,
    target,
    stepId: target.steps[step]?.id ?? "",
    sides: sides(of),
    look: 1,
  });
}

test("the watch before STRICT waits for plaintext callers, and names them", () => {
  const waits = judged(planFor(), 1, { plaintext: [BATCH] });
  expect(waits.verdict).toBe("inconclusive");
  expect(waits.why).toContain("12 of 100 requests were plaintext, from legacy-batch. STRICT would refuse them.");
  expect(judged(planFor(), 1, {}).verdict).toBe("pass");
  expect(judged(planFor(), 1, { knownRequests: 0 }).verdict).toBe("inconclusive");
  expect(judged(planFor(), 1, { blind: "The collector is away." }).verdict).toBe("error");
});

test("a written reason overrides it, and stays in the evidence", () => {
  const over = judged(planFor({ overridePlaintext: "the batch is switched off tonight" }), 1, { plaintext: [BATCH] });
  expect(over).toMatchObject({ verdict: "pass" });
  expect(over.why).toContain("overridden: the batch is switched off tonight");
});

test("only the step before STRICT asks", () => {
  expect(judged(planFor(), 0, { plaintext: [BATCH] }).checks).toEqual([]);
  expect(judged(planFor(), 2, { plaintext: [BATCH] }).checks).toEqual([]);
});
