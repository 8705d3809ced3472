import { describe, expect, it } from "vitest";
import { PROMOTED_STEP } from "../model/rollout-plan";
import type { AppStore } from "../store/app-store";
import { ROLLOUT_LEASE } from "./controller/leader";
import { benchForEachTest } from "./testing/bench-for-each-test";
import { failure } from "./testing/failure";
import { DESTINATION_RULE, type RolloutBench, VIRTUAL_SERVICE, vsKey } from "./testing/rollout-bench";
import { HOST, TARGET } from "./testing/sample-draft";
import { resolveConflict } from "./verbs/resolve-conflict";
import { startRollout } from "./verbs/start-rollout";
import { abortRollout, pauseRollout, resumeRollout } from "./verbs/steer-run";

let store: AppStore;
let bench: RolloutBench;
benchForEachTest(
  (made) => {
    ({ store, bench } = made);
  },
  [{ holder: "leader" }],
);

const theirs = (edit: (yaml: string) => string, key = vsKey, actor = "bob") =>
  bench.mesh
    .getConfig(key)
    .then((live) => bench.mesh.putConfig([{ key, yaml: edit(live?.yaml ?? ""), actor, reason: "by hand" }]));
const stateOf = async (id: string) => (await store.rollouts.get(id))?.state;
const kinds = async (id: string) => (await store.rollouts.events(id)).map(({ kind }) => kind).reverse();

describe("invariant 2, exactly-once advance", () => {
  it("a second leader with the same view loses the compare-and-set; a restart never advances", async () => {
    const { id } = await bench.started();
    await bench.until(id, ["baking"]);
    const row = await store.rollouts.get(id);
    const move = { fromSeq: row?.state.stepSeq ?? 0, epoch: null };
    if (!row) throw new Error("the run is gone");
    const state = { ...row.state, stepSeq: move.fromSeq + 1 };
    const won = await Promise.all([1, 2, 3].map(() => store.rollouts.advance(id, { ...move, state })));
    expect(won.filter(Boolean)).toHaveLength(1);
    await bench.stop();
    for (let restart = 0; restart < 3; restart++) {
      const next = bench.controller();
      await next.tick();
      await next.stop();
    }
    expect(await stateOf(id)).toMatchObject({ phase: "baking", stepId: row.state.stepId, stepSeq: move.fromSeq + 1 });
  });

  it("a decision with the same idempotency key acts once and answers the same", async () => {
    const { id } = await bench.started();
    await bench.until(id, ["baking"]);
    const input = { id, ...(await bench.input(id)), idempotencyKey: "click-1" };
    const first = await pauseRollout({ ctx: bench.as("ada"), input });
    await resumeRollout({ ctx: bench.as("ada"), input: { id, ...(await bench.input(id)) } });
    const again = await pauseRollout({ ctx: bench.as("ada"), input });
    expect(first.run.phase).toBe("paused");
    expect(again.run.phase).toBe("baking");
  });
});

describe("invariant 3, one leader", () => {
  it("takes the lease only when it is free, and every taking is a new epoch", async () => {
    await bench.stop();
    const epoch = await store.leases.take(ROLLOUT_LEASE, "one", 60_000);
    expect(await store.leases.take(ROLLOUT_LEASE, "two", 60_000)).toBeNull();
    await store.leases.release(ROLLOUT_LEASE, "one", epoch ?? 0);
    expect(await store.leases.take(ROLLOUT_LEASE, "two", 60_000)).toBe((epoch ?? 0) + 1);
    expect(await store.leases.renew(ROLLOUT_LEASE, "one", epoch ?? 0, 60_000)).toBe(false);
    await store.leases.release(ROLLOUT_LEASE, "two", (epoch ?? 0) + 1);
  });

  it("refuses a stale epoch in the mesh, in the run and in operations; the old leader writes nothing", async () => {
    const { id } = await bench.started();
    const old = bench.controllers[0];
    bench.mesh.beforeWrite = async ([item]) => {
      if (item?.fence === undefined) return;
      bench.mesh.beforeWrite = async () => undefined;
      await store.leases.release(ROLLOUT_LEASE, "leader", item.fence.epoch);
      await store.leases.take(ROLLOUT_LEASE, "the next", 60_000);
    };
    await old?.tick();
    await old?.tick();
    expect(old?.leads).toBe(false);
    expect(await bench.texts()).toEqual([VIRTUAL_SERVICE, DESTINATION_RULE]);
    expect(await stateOf(id)).toMatchObject({ phase: "applying" });
    const row = await store.rollouts.get(id);
    const stale = { fromSeq: row?.state.stepSeq ?? 0, epoch: row?.epoch ?? 0 };
    if (row) expect(await store.rollouts.advance(id, { ...stale, state: row.state })).toBe(false);
    await store.leases.release(ROLLOUT_LEASE, "the next", (row?.epoch ?? 0) + 1);
  });
});

describe("invariant 4, one run per target", () => {
  it("refuses to plan what overlaps a running one, and to start what was planned before", async () => {
    const planned = await bench.create({ name: "second" });
    const { id } = await bench.started();
    expect(await failure(bench.create({ name: "third" }))).toMatchObject({ code: "refused_by_policy" });
    const input = { id: planned.id, ...(await bench.input(planned.id)) };
    expect(await failure(startRollout({ ctx: bench.as("ada"), input }))).toMatchObject({ code: "conflict" });
    expect(await store.rollouts.takeTargets(planned.id, [`${bench.meshName}/traffic/${HOST}`])).toBe(id);
  });
});

describe("invariant 5, never left on a failed candidate", () => {
  it("retries a way back that cannot be written, alarms after an interval, and ends at 0 without metrics or validation", async () => {
    const { id } = await bench.started();
    await bench.until(id, ["baking"]);
    bench.traffic.away = "connection refused";
    bench.mesh.known = [];
    bench.mesh.beforeWrite = async () => Promise.reject(new Error("the control plane is away"));
    await abortRollout({ ctx: bench.as("ada"), input: { id, ...(await bench.input(id)) } });
    for (let second = 0; second < 40; second++) {
      await bench.controllers[0]?.tick();
      bench.nowMs += 1000;
    }
    const stuck = await bench.detail(id);
    expect(stuck.run.phase).toBe("rollingBack");
    expect(stuck.run.alarm?.text).toContain("the control plane is away");
    bench.mesh.beforeWrite = async () => undefined;
    await bench.until(id, ["rolledBack"]);
    expect(await bench.texts()).toEqual([VIRTUAL_SERVICE, DESTINATION_RULE]);
  });

  it("goes back although the audit log takes no entry, while nothing goes forward without one", async () => {
    const { id } = await bench.started();
    await bench.until(id, ["baking"]);
    const { transaction } = store;
    const broken: AppStore["transaction"] = (work) =>
      transaction((tx) =>
        work({ ...tx, audit: { ...tx.audit, append: () => Promise.reject(new Error("audit is full")) } }),
      );
    await abortRollout({ ctx: bench.as("ada"), input: { id, ...(await bench.input(id)) } });
    store.transaction = broken;
    await bench.until(id, ["rolledBack"]).finally(() => {
      store.transaction = transaction;
    });
    expect(await bench.texts()).toEqual([VIRTUAL_SERVICE, DESTINATION_RULE]);

    const next = await bench.started({ name: "again" });
    store.transaction = broken;
    for (let i = 0; i < 5; i++) await bench.controllers[0]?.tick();
    store.transaction = transaction;
    expect(await bench.texts()).toEqual([VIRTUAL_SERVICE, DESTINATION_RULE]);
    expect((await stateOf(next.id))?.phase).not.toBe("propagating");
  });

  it("holds traffic on the side that passes when the candidate fails in promotion", async () => {
    const { id } = await bench.started();
    await bench.until(id, ["promoting"]);
    bench.traffic.errors = { v2: 0.5 };
    bench.traffic.ratePerSec = 500;
    await bench.until(id, ["holdOnHealthy"]);
    await bench.controllers[0]?.tick();
    const held = await bench.detail(id);
    expect(held.hold).toMatchObject({ healthy: "stable" });
    expect((await stateOf(id))?.appliedStepId).toBe("@rolled-back");
    expect((await bench.texts())[0]).not.toContain("subset: v2");
    expect(held.run.desired).toContainEqual({ targetId: "t1", version: "v1", percent: 100 });
    await abortRollout({ ctx: bench.as("ada"), input: { id, ...(await bench.input(id)) } });
    await bench.until(id, ["rolledBack"]);
    expect(await bench.texts()).toEqual([VIRTUAL_SERVICE, DESTINATION_RULE]);
  });
});

describe("invariant 5, HoldOnHealthy", () => {
  it("compares both sides first: where stable fails too, nothing is moved and a person decides", async () => {
    const { id } = await bench.started();
    await bench.until(id, ["promoting"]);
    const before = await bench.texts();
    bench.traffic.errors = { v1: 0.5, v2: 0.5 };
    bench.traffic.candidatePercent = 50;
    bench.traffic.ratePerSec = 500;
    await bench.until(id, ["holdOnHealthy"]);
    for (let i = 0; i < 3; i++) await bench.controllers[0]?.tick();
    const held = await bench.detail(id);
    expect(held.hold).toMatchObject({
      healthy: "neither",
      text: expect.stringContaining("Stable fails its limits too."),
    });
    expect(held.run.alarm).not.toBeNull();
    expect(await bench.texts()).toEqual(before);
  });
});

describe("invariant 6, rollback waits for capacity", () => {
  it("gives stable what it has room for, the rest as it scales, and drains before it ends", async () => {
    const { id } = await bench.started();
    await bench.until(id, ["promoting"]);
    bench.ready({ v1: 1, v2: 2 });
    await abortRollout({ ctx: bench.as("ada"), input: { id, ...(await bench.input(id)) } });
    for (let i = 0; i < 5; i++) {
      await bench.controllers[0]?.tick();
      bench.nowMs += 1000;
    }
    expect((await bench.texts())[0]).toMatch(/subset: v2\n\s+weight: 50/);
    expect(await stateOf(id)).toMatchObject({ phase: "rollingBack" });
    bench.ready({ v1: 2, v2: 2 });
    await bench.controllers[0]?.tick();
    const beganMs = bench.nowMs;
    await bench.until(id, ["rolledBack"]);
    expect(bench.nowMs - beganMs).toBeGreaterThanOrEqual(10_000);
    expect(await bench.texts()).toEqual([VIRTUAL_SERVICE, DESTINATION_RULE]);
  });
});

describe("invariant 7, weight is confirmed", () => {
  it("does not bake before proxies acknowledged and traffic shows it; what never shows is inconclusive", async () => {
    bench.mesh.answers = [{ proxyId: "p", workload: "web", namespace: "shop", state: "waiting" }];
    const { id } = await bench.started();
    for (let i = 0; i < 20; i++) {
      await bench.controllers[0]?.tick();
      bench.nowMs += 1000;
    }
    expect(await stateOf(id)).toMatchObject({ phase: "propagating" });
    bench.mesh.answers = [{ proxyId: "p", workload: "web", namespace: "shop", state: "acked" }];
    bench.traffic.candidatePercent = 60;
    const { row } = await bench.until(id, ["paused", "baking"]);
    expect(row.state).toMatchObject({ phase: "paused", reason: "inconclusive" });
    expect(row.state.reasonText).toContain("60 %");
  });

  it("marks a share weak when there is too little traffic to measure", async () => {
    bench.traffic.ratePerSec = 0.1;
    const { id } = await bench.started();
    const { row } = await bench.until(id, ["baking"]);
    expect(row.state.weak).toBe(true);
  });
});

describe("invariant 8, status is observed", () => {
  it("shows the measured share beside the wanted one", async () => {
    bench.traffic.candidatePercent = 14;
    const { id } = await bench.started();
    await bench.until(id, ["baking"]);
    const { run } = await bench.detail(id);
    expect(run.desired).toContainEqual({ targetId: "t1", version: "v2", percent: 10 });
    expect(run.observed).toContainEqual({ targetId: "t1", version: "v2", percent: 14 });
  });
});

describe("invariant 9, conflicts are a state", () => {
  const weights = (yaml: string) => yaml.replace("weight: 10", "weight: 30").replace("weight: 90", "weight: 70");

  async function inConflict() {
    const { id } = await bench.started();
    await bench.until(id, ["baking"]);
    await theirs(weights);
    const { row } = await bench.until(id, ["paused"], { maxSec: 3 });
    expect(row.state).toMatchObject({ reason: "conflict" });
    return id;
  }
  const resolve = async (id: string, choice: "mine" | "theirs" | "rollback") =>
    resolveConflict({ ctx: bench.as("ada"), input: { id, ...(await bench.input(id)), choice } });

  it("a foreign change of our weights pauses the run and shows base, theirs and ours; nothing is reset", async () => {
    const id = await inConflict();
    const { conflict } = await bench.detail(id);
    expect(conflict?.objects[0]).toMatchObject({
      by: "bob",
      key: vsKey,
      parts: [{ part: "http default", managed: true }],
    });
    expect((await bench.texts())[0]).toContain("weight: 30");
    expect(
      await failure(resumeRollout({ ctx: bench.as("ada"), input: { id, ...(await bench.input(id)) } })),
    ).toMatchObject({
      code: "conflict",
    });
  });

  it("take mine writes the run's state again and goes on", async () => {
    const id = await inConflict();
    await resolve(id, "mine");
    await bench.controllers[0]?.tick();
    expect((await bench.texts())[0]).toContain("weight: 10");
    await bench.until(id, ["succeeded"]);
  });

  it("adopt theirs ends the run where it is and plans anew", async () => {
    const id = await inConflict();
    const { supersededBy, run } = await resolve(id, "theirs");
    expect(run).toMatchObject({ phase: "superseded", reason: "adopted" });
    expect((await bench.texts())[0]).toContain("weight: 30");
    expect(await bench.detail(supersededBy ?? "")).toMatchObject({ run: { phase: "validated" } });
  });

  it("rolling back a conflict ends at the baseline", async () => {
    const id = await inConflict();
    await resolve(id, "rollback");
    await bench.until(id, ["rolledBack"]);
    expect(await bench.texts()).toEqual([VIRTUAL_SERVICE, DESTINATION_RULE]);
  });

  it("a foreign change outside of our routes is kept through the run and noted", async () => {
    const { id } = await bench.started();
    await bench.until(id, ["baking"]);
    await theirs((yaml) => yaml.replace("timeout: 9s", "timeout: 4s"));
    await bench.until(id, ["succeeded"]);
    expect((await bench.texts())[0]).toContain("timeout: 4s");
    expect(await kinds(id)).toContain("rebased");
  });

  it("putting the objects back as they were cancels the run", async () => {
    const { id } = await bench.started();
    await bench.until(id, ["baking"]);
    await theirs(() => VIRTUAL_SERVICE);
    const { row } = await bench.until(id, ["rollingBack", "rolledBack"], { maxSec: 3 });
    expect(row.state).toMatchObject({ reason: "cancelled" });
  });
});

describe("invariant 10, foreign bytes survive", () => {
  it("keeps routes, comments and fields it does not know, there and back", async () => {
    await theirs((yaml) => yaml.replace("hosts:", "exportTo: ['*'] # everyone\n  hosts:"));
    const [before] = await bench.texts();
    const { id } = await bench.started();
    await bench.until(id, ["baking"]);
    expect((await bench.texts())[0]).toContain("exportTo: ['*'] # everyone");
    await abortRollout({ ctx: bench.as("ada"), input: { id, ...(await bench.input(id)) } });
    await bench.until(id, ["rolledBack"]);
    expect((await bench.texts())[0]).toBe(before);
  });
});

describe("invariant 11, ownership is released", () => {
  it("leaves the baseline plus the promoted change, and the target free for the next run", async () => {
    const { id } = await bench.started();
    await bench.until(id, ["succeeded"]);
    expect(await stateOf(id)).toMatchObject({ appliedStepId: PROMOTED_STEP });
    const [text] = await bench.texts();
    const [head] = VIRTUAL_SERVICE.split("- name: default");
    expect(text?.startsWith(head ?? "-")).toBe(true);
    expect(text).not.toContain("heddle");
    const back = { ...TARGET, stable: TARGET.candidate, candidate: TARGET.stable };
    const strategy = { kind: "canary", weights: [100], bakeSec: 0 };
    const next = await bench.started({ name: "back again", targets: [{ target: back, strategy }] });
    expect(next.run.phase).not.toBe("validated");
  });
});

describe("a new revision of the candidate", () => {
  it("takes the run back to stable first", async () => {
    const { id } = await bench.started();
    await bench.until(id, ["baking"]);
    bench.ready({ v1: 2, v2: 1 }, { build: "8" });
    const { row } = await bench.until(id, ["rollingBack", "rolledBack"], { maxSec: 3 });
    expect(row.state).toMatchObject({ reason: "newRevision" });
  });
});

describe("metrics that are away", () => {
  it("hold the run, then pause it as blind; never a pass", async () => {
    const { id } = await bench.started();
    await bench.until(id, ["baking"]);
    bench.traffic.away = "connection refused";
    const { row } = await bench.until(id, ["paused", "applying"], { maxSec: 200 });
    expect(row.state).toMatchObject({ phase: "paused", reason: "blind" });
  });
});
