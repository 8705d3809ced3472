import { describe, expect, it } from "vitest";
import type { RolloutSummary } from "@/lib/model/rollout";
import { rolloutFixture } from "../testing/rollout-fixture";
import { filterRollouts, rolloutsSentence } from "./rollout-filter";

const one = (number: number, over: Partial<RolloutSummary>): RolloutSummary => ({
  ...rolloutFixture(),
  id: `r${number}`,
  number,
  ...over,
});
const inPhase = (phase: RolloutSummary["run"]["phase"]) => ({ run: { ...rolloutFixture().run, phase } });
const all = [
  one(5, inPhase("succeeded")),
  one(4, inPhase("baking")),
  one(3, inPhase("paused")),
  one(2, { ...inPhase("gate"), waitsForMe: true }),
  one(1, { ...inPhase("rolledBack"), namespaces: ["payments"], name: "checkout" }),
];
const numbers = (filter: Partial<Parameters<typeof filterRollouts>[2]>, namespaces: string[] | null = null) =>
  filterRollouts(all, namespaces, { q: "", show: "all", ...filter }).map((rollout) => rollout.number);

describe("filterRollouts", () => {
  it("puts first what waits for the reader, then what waits, what runs, and history newest first", () => {
    expect(numbers({})).toEqual([2, 3, 4, 5, 1]);
  });

  it("filters by state, namespace and words", () => {
    expect(numbers({ show: "running" })).toEqual([2, 3, 4]);
    expect(numbers({ show: "waiting" })).toEqual([2, 3]);
    expect(numbers({ show: "done" })).toEqual([5, 1]);
    expect(numbers({}, ["payments"])).toEqual([1]);
    expect(numbers({ q: "REVIEWS r-4" })).toEqual([4]);
    expect(numbers({ q: "checkout" })).toEqual([1]);
  });

  it("says what is the case", () => {
    expect(rolloutsSentence(all)).toBe("3 rollouts run. One waits for your approval.");
    expect(rolloutsSentence([])).toBe("No rollout runs.");
  });
});
