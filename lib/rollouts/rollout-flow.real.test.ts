import { describe, expect, it } from "vitest";
import type { AppStore } from "../store/app-store";
import { benchForEachTest } from "./testing/bench-for-each-test";
import { DESTINATION_RULE, type RolloutBench, VIRTUAL_SERVICE, vsKey } from "./testing/rollout-bench";

let store: AppStore;
let bench: RolloutBench;
benchForEachTest(
  (made) => {
    ({ store, bench } = made);
  },
  [{}],
);

describe("a canary", () => {
  it("goes step by step to 100 and leaves the objects as the baseline with the candidate in stable's place", async () => {
    const { id } = await bench.started();
    const { row, seen } = await bench.until(id, ["succeeded", "rolledBack", "paused"]);
    expect(row.state.phase, seen.join(" > ")).toBe("succeeded");
    const [virtualService, rule] = await bench.texts();
    expect(virtualService).toContain("# by the shop team");
    expect(virtualService).toContain("timeout: 9s");
    expect(virtualService?.match(/subset: v2/g)).toHaveLength(1);
    expect(rule).toBe(DESTINATION_RULE);
    const reasons = (await bench.mesh.history(vsKey)).map(({ reason }) => reason.replace(/^rollout \d+ /, ""));
    for (const end of ["step 1 of 3", "step 3 of 3", "promoted"])
      expect(reasons).toContainEqual(`${row.plan.name}: ${end}`);
  });

  it("whose candidate fails is rolled back by its evidence within two intervals, byte for byte", async () => {
    const { id } = await bench.started();
    await bench.until(id, ["baking"]);
    bench.traffic.ratePerSec = 300;
    bench.traffic.errors = { v2: 0.3 };
    const { row, seconds } = await bench.until(id, ["rollingBack"]);
    expect(seconds).toBeLessThanOrEqual(25);
    expect(row.state).toMatchObject({ reason: "failed" });
    await bench.until(id, ["rolledBack"]);
    expect(await bench.texts()).toEqual([VIRTUAL_SERVICE, DESTINATION_RULE]);
  });

  it("is judged only on what came after its share was seen in the traffic", async () => {
    bench.traffic.candidatePercent = 80;
    const { id } = await bench.started();
    await bench.until(id, ["propagating"]);
    await bench.until(id, ["baking"], { maxSec: 40 }).catch(() => undefined);
    bench.traffic.candidatePercent = null;
    const { row } = await bench.until(id, ["baking"]);
    const { stepEnteredAtMs, bakeStartedAtMs } = row.state;
    expect(bakeStartedAtMs).toBeGreaterThan(stepEnteredAtMs + 30_000);
    await bench.until(id, ["gate", "propagating", "promoting", "rollingBack"]);
    const first = (await store.rollouts.analyses(id, 50)).at(-1);
    expect(Date.parse(first?.from ?? "")).toBeGreaterThanOrEqual(bakeStartedAtMs ?? 0);
  });
});

describe("a mirror", () => {
  const strategy = { kind: "mirror", percent: 40, weights: [], bakeSec: 20, minRequests: 300 };
  const mirroring = () => ({ targets: [{ target: bench.target, strategy }] });

  it("is judged on copies, counts them, and sends no user to the candidate", async () => {
    const { id } = await bench.started(mirroring());
    const { row } = await bench.until(id, ["promoting", "succeeded", "rolledBack", "paused"]);
    const results = await store.rollouts.analyses(id, 50);
    expect(results[0], row.state.phase).toMatchObject({ verdict: "pass" });
    expect((results[0]?.canary.requests ?? 0) * 2.5).toBeCloseTo(results[0]?.stable.requests ?? 0, 0);
  });

  it("to a bad version is rolled back by what its copies got", async () => {
    bench.traffic.errors = { v2: 0.3 };
    const { id } = await bench.started(mirroring());
    const { row, seen } = await bench.until(id, ["rolledBack", "succeeded", "paused"]);
    expect(row.state, seen.join(" > ")).toMatchObject({ phase: "rolledBack", reason: "failed" });
    expect(await bench.texts()).toEqual([VIRTUAL_SERVICE, DESTINATION_RULE]);
  });

  it("with too few copies waits, and says so", async () => {
    bench.traffic.ratePerSec = 4;
    const times = { intervalSec: 10, warmUpSec: 0, inconclusiveBudgetSec: 10 };
    const analysis = { checks: [{ metric: "successRate" }], minSamples: 10, ...times };
    const { id } = await bench.started({ ...mirroring(), analysis });
    const { row } = await bench.until(id, ["paused", "succeeded"]);
    expect(row.state.phase).toBe("paused");
    expect(JSON.stringify(row.state)).toContain("mirrored requests reached the candidate");
  });
});
