import { expect, it } from "vitest";
import type { RolloutEvent } from "../../model/rollout";
import { planSteps } from "../../model/rollout-plan";
import { draftOf, planOf } from "../plan/testing/sample-plan";
import type { RolloutRow } from "../rollout-store";
import { progressOf } from "./progress-of";

it("gives each step the share measured while it was in the mesh, though the end of a bake names the next step", () => {
  const plan = planOf(draftOf({ kind: "canary", weights: [10, 50, 100], bakeSec: 10 }));
  const [first, second] = planSteps(plan).map(({ step }) => step.id);
  const at = "2026-11-24T10:00:00.000Z";
  const event = (kind: string, stepId: string | undefined, fromPhase: string, percent: number) =>
    ({
      kind,
      stepId,
      fromPhase,
      toPhase: "applying",
      at,
      observed: [{ targetId: "t1", version: "v2", percent }],
    }) as unknown as RolloutEvent;
  const events = [
    event("weightSeen", first, "propagating", 8),
    event("bakeDone", second, "baking", 10),
    event("applied", second, "applying", 10),
    event("weightSeen", second, "propagating", 44),
  ];
  const row = { plan, state: { stepId: second, phase: "baking", before: [] } } as unknown as RolloutRow;
  const shares = progressOf(row, events, []).map(({ observed }) => observed[0]?.percent);
  expect(shares.slice(0, 2)).toEqual([10, 44]);
});
