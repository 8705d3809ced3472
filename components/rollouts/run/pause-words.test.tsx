import { expect, it } from "vitest";
import type { PhaseReason } from "@/lib/model/rollout";
import { rolloutFixture } from "../testing/rollout-fixture";
import { pauseWords } from "./pause-words";

const wordsOf = (reason: PhaseReason, reasonText = "") => {
  const { plan, run } = rolloutFixture();
  return pauseWords({ plan, run: { ...run, phase: "paused", reason, reasonText } });
};

it.each(["expired", "rejected", "inconclusive", "blind", "window"] as const)(
  "says why a run is paused by %s, and what resuming or waiting and aborting do",
  (reason) => {
    const words = wordsOf(reason, "The source is away");
    expect(words?.why).toMatch(/\.$/);
    expect(words?.next).toMatch(/Resume|by itself/);
    expect(words?.next).toContain("Abort takes");
  },
);

it("keeps what was found beside the figures that were wanted", () => {
  expect(wordsOf("blind", "The source is away")?.why).toContain("The source is away.");
});

it("says nothing of a pause that a person made, or of a conflict", () => {
  expect([wordsOf("user"), wordsOf("conflict")]).toEqual([null, null]);
});
