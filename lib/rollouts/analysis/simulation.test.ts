import { expect, test } from "vitest";
import { AnalysisPolicy, type Verdict } from "@/lib/model/analysis";
import { analyse } from "./analyse";
import { draw, plus, seeded } from "./testing/draws";
import { failureLimitReached } from "./verdict-limits";

const POLICY = AnalysisPolicy.parse({
  checks: [{ metric: "successRate" }, { metric: "latency", quantile: "p95" }],
});

interface World {
  stable: { errorRate: number; medianMs: number };
  canary: { errorRate: number; medianMs: number };
  /** requests each side gets in one interval */
  stablePerLook: number;
  canaryPerLook: number;
}

/** One step of up to `looks` looks at growing data: where it ends, and after how many looks. */
function step(
  random: () => number,
  world: World,
  looks: number,
): { end: "rolledBack" | "passed" | "open"; after: number } {
  const verdicts: Verdict[] = [];
  let stable = draw(random, 0, 0, 1);
  let canary = stable;
  for (let look = 1; look <= looks; look++) {
    stable = plus(stable, draw(random, world.stablePerLook, world.stable.errorRate, world.stable.medianMs));
    canary = plus(canary, draw(random, world.canaryPerLook, world.canary.errorRate, world.canary.medianMs));
    verdicts.push(analyse({ policy: POLICY, stable, canary, look }).verdict);
    if (failureLimitReached(POLICY, verdicts)) return { end: "rolledBack", after: look };
  }
  return { end: verdicts.at(-1) === "pass" ? "passed" : "open", after: looks };
}

function rates(seed: number, world: World, runs = 150, looks = 12) {
  const random = seeded(seed);
  const steps = Array.from({ length: runs }, () => step(random, world, looks));
  const share = (end: string) => steps.filter((one) => one.end === end).length / runs;
  const caught = steps.filter((one) => one.end === "rolledBack").map(({ after }) => after);
  return {
    rolledBack: share("rolledBack"),
    passed: share("passed"),
    looks: caught.reduce((a, b) => a + b, 0) / caught.length,
  };
}

const healthy = { errorRate: 0.002, medianMs: 40 };
const traffic = { stablePerLook: 540, canaryPerLook: 60 };

test("a version as good as stable is hardly ever blamed, however often it is looked at", () => {
  const { rolledBack, passed } = rates(1, { stable: healthy, canary: healthy, ...traffic });
  expect(rolledBack).toBeLessThanOrEqual(POLICY.alpha);
  expect(passed).toBeGreaterThan(0.97);
});

test("a version exactly at its floor is blamed no more often than alpha", () => {
  const edge = { errorRate: 0.01, medianMs: 40 };
  expect(rates(2, { stable: edge, canary: edge, ...traffic }).rolledBack).toBeLessThanOrEqual(2 * POLICY.alpha);
});

test("the sample's bad version (45 % errors) is caught in two looks once it has its samples", () => {
  const { rolledBack, looks } = rates(3, {
    stable: healthy,
    canary: { errorRate: 0.45, medianMs: 40 },
    stablePerLook: 300,
    canaryPerLook: 100,
  });
  expect(rolledBack).toBe(1);
  expect(looks).toBe(2);
});

test("5 % errors are caught, and never pass", () => {
  const { rolledBack, passed, looks } = rates(4, {
    stable: healthy,
    canary: { errorRate: 0.05, medianMs: 40 },
    ...traffic,
  });
  expect(rolledBack).toBeGreaterThan(0.97);
  expect(passed).toBeLessThan(0.01);
  expect(looks).toBeLessThan(8);
});

test("a tripled p95 is caught; a doubled one, against 1.5 allowed, is caught or kept from going on", () => {
  const slow = (medianMs: number) => ({ stable: healthy, canary: { errorRate: 0.002, medianMs }, ...traffic });
  const tripled = rates(5, slow(120));
  expect(tripled.rolledBack).toBeGreaterThan(0.97);
  expect(tripled.looks).toBeLessThan(6);
  expect(rates(6, slow(80)).passed).toBeLessThan(0.02);
});
