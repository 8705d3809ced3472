import { describe, expect, it } from "vitest";
import type { AppStore } from "../store/app-store";
import { benchForEachTest } from "./testing/bench-for-each-test";
import { DESTINATION_RULE, type RolloutBench, VIRTUAL_SERVICE } from "./testing/rollout-bench";
import { TARGET } from "./testing/sample-draft";
import { abortRollout, promoteRollout } from "./verbs/steer-run";

let store: AppStore;
let bench: RolloutBench;
benchForEachTest(
  (made) => {
    ({ store, bench } = made);
  },
  [{ holder: "leader" }],
);

const ON_BASELINE = [VIRTUAL_SERVICE, DESTINATION_RULE];

/** At 50 %, where a gate asks that nobody answers within the minute: then the run goes back by itself. */
async function atGate({ weights = [50, 100], aboveWeight = 50 as number | null } = {}) {
  const { id } = await bench.started({
    targets: [{ target: TARGET, strategy: { kind: "canary", weights, bakeSec: 10 } }],
    gates: { promotion: true, aboveWeight, spec: { expiresAfterSec: 60 } },
  });
  await bench.until(id, ["gate"]);
  return id;
}

const goOn = async (id: string, act: typeof abortRollout) =>
  act({ ctx: bench.as("ada"), input: { id, ...(await bench.input(id)) } });

describe("a way back to a stable side that is up but fails", () => {
  it("holds before anything is given back where the candidate keeps its limits; a person decides", async () => {
    const id = await atGate();
    const before = await bench.texts();
    expect(before[0]).toContain("weight: 50");
    bench.traffic.errors = { v1: 0.3 };
    const { row } = await bench.until(id, ["holdOnHealthy", "rolledBack"]);
    expect(row.state).toMatchObject({ phase: "holdOnHealthy", reason: "stableBroken", healthy: "candidate" });
    expect(row.state.reasonText).toContain("reviews v1 was found broken");
    for (let i = 0; i < 3; i++) await bench.controllers[0]?.tick();
    expect(await bench.texts()).toEqual(before);
    const { hold, run, verbs } = await bench.detail(id);
    expect(hold).toMatchObject({ healthy: "candidate" });
    expect(run.alarm).not.toBeNull();
    expect(verbs.filter(({ allowed }) => allowed).map(({ verb }) => verb)).toEqual(["promote", "abort", "rollback"]);

    await goOn(id, abortRollout);
    await bench.until(id, ["rolledBack"]);
    expect(await bench.texts()).toEqual(ON_BASELINE);
  });

  it("lets the candidate be kept, behind the gate of its promotion", async () => {
    const id = await atGate();
    bench.traffic.errors = { v1: 0.3 };
    await bench.until(id, ["holdOnHealthy"]);
    const { run, gate } = await goOn(id, promoteRollout);
    expect(run.phase).toBe("gate");
    expect(gate?.gate.id).toBe("promotion-gate");
  });

  it("gives the candidate back what it had when stable breaks under the part it was given first", async () => {
    const id = await atGate({ weights: [100], aboveWeight: null });
    bench.ready({ v1: 1, v2: 2 });
    await bench.until(id, ["rollingBack"]);
    await bench.controllers[0]?.tick();
    expect((await bench.texts())[0]).toMatch(/subset: v2\n\s+weight: 50/);
    bench.traffic.errors = { v1: 0.3 };
    const { row } = await bench.until(id, ["holdOnHealthy", "rolledBack"], { maxSec: 60 });
    expect(row.state).toMatchObject({ phase: "holdOnHealthy", healthy: "candidate" });
    await bench.controllers[0]?.tick();
    expect((await bench.texts())[0]).toMatch(/subset: v2\n\s+weight: 100/);
    expect((await bench.detail(id)).run.desired).toContainEqual({ targetId: "t1", version: "v2", percent: 100 });
  });

  it("moves nothing where both fail and stable clearly more", async () => {
    const id = await atGate();
    const before = await bench.texts();
    bench.traffic.errors = { v1: 0.9, v2: 0.05 };
    const { row } = await bench.until(id, ["holdOnHealthy", "rolledBack"]);
    expect(row.state).toMatchObject({ phase: "holdOnHealthy", healthy: "neither" });
    for (let i = 0; i < 3; i++) await bench.controllers[0]?.tick();
    expect(await bench.texts()).toEqual(before);
  });
});

describe("a good way back is not stopped", () => {
  const goesBack = async (id: string) => {
    const { row } = await bench.until(id, ["holdOnHealthy", "rolledBack"]);
    expect(row.state.phase).toBe("rolledBack");
    expect(await bench.texts()).toEqual(ON_BASELINE);
  };

  it("by a candidate that fails while stable is well", async () => {
    const id = await atGate();
    bench.traffic.errors = { v2: 0.3 };
    await goesBack(id);
    expect((await store.rollouts.get(id))?.state.reason).toBe("failed");
  });

  it("by a fault that both sides have alike", async () => {
    const id = await atGate();
    bench.traffic.errors = { v1: 0.2, v2: 0.2 };
    await goesBack(id);
  });

  it("by a stable side with too few requests to tell", async () => {
    const id = await atGate();
    bench.traffic.ratePerSec = 1;
    bench.traffic.errors = { v1: 1 };
    bench.nowMs += 50_000;
    await goesBack(id);
  });

  it("by metrics that fail or never answer", async () => {
    const id = await atGate();
    bench.traffic.errors = { v1: 0.3 };
    bench.traffic.away = "connection refused";
    await goesBack(id);
    bench.traffic.away = null;
    bench.traffic.errors = {};
    const next = await atGate();
    bench.nowMs += 61_000;
    await bench.until(next, ["rollingBack"]);
    bench.traffic.measure = () => new Promise(() => undefined);
    await bench.controllers[0]?.tick();
    expect((await store.rollouts.get(next))?.state.appliedStepId).toBe("@rolled-back");
  });

  it("by figures that are out of date", async () => {
    const id = await atGate();
    bench.traffic.errors = { v1: 0.3 };
    const measure = bench.traffic.measure.bind(bench.traffic);
    bench.traffic.measure = async (query) => ({
      ...(await measure(query)),
      blind: "The newest figures are 3 min old.",
    });
    await goesBack(id);
  });

  it("by figures, where a person asked for it", async () => {
    const id = await atGate();
    bench.traffic.errors = { v1: 0.3 };
    await goOn(id, abortRollout);
    await goesBack(id);
  });

  it("by a version that came in the candidate's place: there is nothing to hold on to", async () => {
    const id = await atGate();
    bench.traffic.errors = { v1: 0.3 };
    bench.ready({ v1: 2, v2: 1 }, { build: "8" });
    await goesBack(id);
  });
});
