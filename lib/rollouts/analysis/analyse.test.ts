import fc from "fast-check";
import { expect, test } from "vitest";
import { AnalysisPolicy, type Measured, type Verdict } from "@/lib/model/analysis";
import { LATENCY_BUCKETS } from "@/lib/model/latency-bounds";
import { analyse } from "./analyse";
import { analysisWindow } from "./analysis-window";
import { compareSides } from "./compare-sides";
import { draw, seeded } from "./testing/draws";
import { failureLimitReached } from "./verdict-limits";

const POLICY = AnalysisPolicy.parse({
  checks: [{ metric: "successRate" }, { metric: "latency", quantile: "p95" }],
});
const side = (requests: number, errors: number, medianMs = 40): Measured => ({
  ...draw(seeded(requests + 1), requests, 0, medianMs),
  errors,
});

test("too few requests are inconclusive, however good or bad they look", () => {
  expect(analyse({ policy: POLICY, stable: side(1000, 0), canary: side(50, 0) }).verdict).toBe("inconclusive");
  expect(analyse({ policy: POLICY, stable: side(1000, 0), canary: side(50, 50) }).verdict).toBe("inconclusive");
  expect(analyse({ policy: POLICY, stable: side(20, 0), canary: side(1000, 0) }).verdict).toBe("inconclusive");
  expect(analyse({ policy: POLICY, stable: side(0, 0), canary: side(0, 0) }).verdict).toBe("inconclusive");
});

test("good and alike passes, clearly bad fails with the figures, telemetry away is an error", () => {
  expect(analyse({ policy: POLICY, stable: side(1000, 2), canary: side(300, 1) }).verdict).toBe("pass");
  const bad = analyse({ policy: POLICY, stable: side(1000, 2), canary: side(300, 120) });
  expect(bad.verdict).toBe("fail");
  expect(bad.checks[0]).toMatchObject({ verdict: "fail", canary: 60, limit: 99, canarySamples: 300 });
  expect(bad.why).toContain("60 % of 300 requests were good; the floor is 99 %");
  expect(analyse({ policy: POLICY, stable: side(9, 0), canary: side(9, 0), blind: "The collector is away." })).toEqual({
    verdict: "error",
    checks: [],
    why: "The collector is away.",
  });
});

test("slower than stable beyond the ratio fails; beyond the absolute limit too", () => {
  const slow = analyse({ policy: POLICY, stable: side(1000, 0, 40), canary: side(500, 0, 120) });
  expect(slow.checks.map(({ verdict }) => verdict)).toEqual(["pass", "fail"]);
  const floor = AnalysisPolicy.parse({ checks: [{ metric: "latency", quantile: "p95", maxMs: 200, maxRatio: null }] });
  expect(analyse({ policy: floor, stable: null, canary: side(500, 0, 200) }).verdict).toBe("fail");
  expect(analyse({ policy: floor, stable: null, canary: side(500, 0, 40) }).verdict).toBe("pass");
});

test("a doubled latency of a few ms is not held against it", () => {
  expect(analyse({ policy: POLICY, stable: side(1000, 0, 1), canary: side(500, 0, 2) }).verdict).toBe("pass");
});

test("a drop that may be chance is inconclusive, not a pass and not a fail", () => {
  const result = analyse({ policy: POLICY, stable: side(200, 1), canary: side(100, 3) });
  expect(result.verdict).toBe("inconclusive");
  expect(result.why).toContain("may still be chance");
});

test("at 100 % there is no stable side to compare with: absolute limits judge", () => {
  expect(analyse({ policy: POLICY, stable: side(0, 0), canary: side(500, 1) }).verdict).toBe("pass");
  expect(analyse({ policy: POLICY, stable: side(2, 0), canary: side(500, 1) }).verdict).toBe("pass");
  expect(analyse({ policy: POLICY, stable: side(2, 0), canary: side(500, 100) }).verdict).toBe("fail");
});

const measured = fc.record({
  version: fc.constant("v"),
  requests: fc.nat(3000),
  share: fc.double({ min: 0, max: 1, noNaN: true }),
  latency: fc.oneof(
    fc.constant<number[]>([]),
    fc.array(fc.nat(60), { minLength: LATENCY_BUCKETS, maxLength: LATENCY_BUCKETS }),
  ),
});

test("never a pass without good requests, enough of them, on every side that is compared", () => {
  fc.assert(
    fc.property(measured, measured, fc.nat(20), (s, c, look) => {
      const of = ({ share, ...rest }: typeof s): Measured => ({
        ...rest,
        errors: Math.floor(rest.requests * share),
        latencySumMs: 0,
      });
      const [stable, canary] = [of(s), of(c)];
      const { verdict, checks } = analyse({ policy: POLICY, stable, canary, look });
      if (verdict === "pass") {
        expect(canary.requests).toBeGreaterThanOrEqual(POLICY.minSamples);
        expect(canary.requests - canary.errors).toBeGreaterThan(0);
        expect(checks.length).toBeGreaterThan(0);
        expect(checks.every((check) => check.verdict === "pass" && check.canarySamples >= POLICY.minSamples)).toBe(
          true,
        );
      }
      expect(analyse({ policy: { ...POLICY, checks: [] }, stable, canary }).verdict).toBe("inconclusive");
    }),
  );
});

test("windows lie on whole buckets, after the warm-up, and never before the step", () => {
  fc.assert(
    fc.property(fc.nat(1e9), fc.nat(4_000_000), fc.boolean(), (sinceMs, later, whole) => {
      const nowMs = sinceMs + later;
      const window = analysisWindow({ policy: POLICY, sinceMs, nowMs, whole });
      if (!window) return;
      expect(window.fromMs).toBeGreaterThanOrEqual(sinceMs + POLICY.warmUpSec * 1000);
      expect(window.toMs).toBeLessThanOrEqual(nowMs);
      expect([window.fromMs % 5000, window.toMs % 5000]).toEqual([0, 0]);
      if (!whole) expect(window.toMs - window.fromMs).toBeLessThanOrEqual(POLICY.windowSec * 1000);
    }),
  );
  expect(analysisWindow({ policy: POLICY, sinceMs: 0, nowMs: 9000 })).toBeNull();
});

test("failures count in all and in a row; what says nothing neither breaks nor feeds a row", () => {
  const limits = { failureLimit: 3, consecutiveFailureLimit: 2 };
  const reached = (...verdicts: Verdict[]) => failureLimitReached(limits, verdicts) !== null;
  expect(reached("fail")).toBe(false);
  expect(reached("fail", "inconclusive", "error", "fail")).toBe(true);
  expect(reached("fail", "pass", "fail", "pass")).toBe(false);
  expect(reached("fail", "pass", "fail", "pass", "fail", "pass")).toBe(true);
});

test("which side is well by itself", () => {
  const [good, bad, few] = [side(500, 0), side(500, 200), side(10, 0)];
  expect(compareSides(POLICY, good, good)).toBe("both");
  expect(compareSides(POLICY, good, bad)).toBe("stable");
  expect(compareSides(POLICY, bad, good)).toBe("candidate");
  expect(compareSides(POLICY, bad, bad)).toBe("neither");
  for (const one of [good, bad, few]) {
    expect(compareSides(POLICY, one, few)).toBe("unknown");
    expect(compareSides(POLICY, few, one)).toBe("unknown");
  }
});
