import { describe, expect, it } from "vitest";
import { liveMoment } from "./replay/moment";
import { runSentence } from "./run/run-sentence";
import { targetShare } from "./shares";
import { rolloutFixture } from "./testing/rollout-fixture";

/** A run whose candidate had a third of the traffic before it began. */
function withShareBefore() {
  const detail = rolloutFixture();
  const [target] = detail.plan.targets;
  if (target?.target.kind !== "traffic") throw new Error("the fixture steers traffic");
  const { stable, candidate } = target.target;
  const before = [
    { targetId: target.id, version: stable.version, percent: 200 / 3 },
    { targetId: target.id, version: candidate.version, percent: 100 / 3 },
  ];
  return { detail: { ...detail, before }, target, before };
}

describe("a candidate that had traffic before the run", () => {
  it("comes back to that share when a person ends the run, and to nothing where it had none", () => {
    const { detail, target } = withShareBefore();
    expect(targetShare(detail.before, target)).toBeCloseTo(33.33);
    expect(targetShare(rolloutFixture().before, target)).toBe(0);
  });

  it("is not said to wait for its first traffic, nor to have lost all of it in the end", () => {
    const { detail, before } = withShareBefore();
    const at = (phase: "gate" | "rolledBack") => {
      const run = { ...detail.run, phase, reason: "" as const, stepId: "@baseline", desired: before };
      return runSentence(detail, liveMoment({ ...detail, run }, undefined));
    };
    expect(at("gate")).toMatch(/waits at 33.3% for approval/);
    expect(at("rolledBack")).toMatch(/went back to 33.3%, as before/);
  });
});
