import { describe, expect, it } from "vitest";
import type { AppStore } from "../store/app-store";
import { RolloutChores } from "./chores/rollout-chores";
import { benchForEachTest } from "./testing/bench-for-each-test";
import { failure } from "./testing/failure";
import type { RolloutBench } from "./testing/rollout-bench";
import { addFreezeWindow, removeFreezeWindow } from "./verbs/freeze-windows";
import { startRollout } from "./verbs/start-rollout";
import { abortRollout } from "./verbs/steer-run";

let store: AppStore;
let bench: RolloutBench;
benchForEachTest(
  (made) => {
    ({ store, bench } = made);
  },
  [{}],
);

const round = () => new RolloutChores(bench.app).round();
const rowOf = async (id: string) => (await store.rollouts.get(id)) ?? expect.fail("the rollout is gone");
const start = async (id: string, by = "zoe", ctx = bench.as(by)) =>
  startRollout({ ctx, input: { id, ...(await bench.input(id)) } });

/** An older run at its gate, and one that was planned before it was started. */
async function olderAndNewer(): Promise<{ older: string; newer: string }> {
  const { id: newer } = await bench.create({ name: "newer" });
  const { id: older } = await bench.started({ gates: { start: true, promotion: false }, name: "older" });
  expect((await rowOf(older)).state.phase).toBe("gate");
  return { older, newer };
}

describe("R9, a newer run supersedes what waits", () => {
  it("rolls the older one back, says by whom, waits, and begins by itself as the one who started it", async () => {
    const { older, newer } = await olderAndNewer();
    const queued = await start(newer);
    expect(queued.run).toMatchObject({ phase: "validated", reason: "queued" });
    expect(queued.next).toMatchObject({ what: "It starts once its target is free" });
    const superseded = await rowOf(older);
    expect(superseded).toMatchObject({ supersededBy: newer, state: { phase: "rollingBack" } });
    expect(superseded.state.reasonText).toContain("zoe started rollout");
    await round();
    expect((await rowOf(newer)).state.phase).toBe("validated");
    await bench.until(older, ["rolledBack"]);
    await round();
    expect(await rowOf(newer)).toMatchObject({ starter: { name: "zoe" }, state: { phase: "preparing", reason: "" } });
    expect(await store.rollouts.queue()).toEqual([]);
    const [entry] = await store.audit.list({ limit: 1, action: "rollout.start" });
    expect(entry).toMatchObject({ actor: "zoe", outcome: "allowed", detail: { queued: true, begun: true } });
    await bench.until(newer, ["succeeded"]);
  });

  it("the newest waits: one that waited before it leaves the queue and is told by whom", async () => {
    const { id: first } = await bench.create({ name: "first" });
    const { newer, older } = await olderAndNewer();
    await start(first);
    await start(newer, "yan");
    expect(await rowOf(first)).toMatchObject({ supersededBy: newer, state: { phase: "validated", reason: "" } });
    expect((await rowOf(first)).state.reasonText).toContain("yan started rollout");
    await bench.until(older, ["rolledBack"]);
    await round();
    expect((await rowOf(first)).state.phase).toBe("validated");
    expect((await rowOf(newer)).state.phase).toBe("preparing");
  });

  it("does not throw an older run away for one that cannot start itself", async () => {
    const { older, newer } = await olderAndNewer();
    bench.ready({ v1: 2, v2: 1 }, { build: "other" });
    expect(await failure(start(newer))).toMatchObject({ details: { mismatch: ["revisionHash"] } });
    expect((await rowOf(older)).state.phase).toBe("gate");
  });

  it("a run under way is not superseded: the second start is refused", async () => {
    const { id: newer } = await bench.create({ name: "newer" });
    const { id: older } = await bench.started();
    await bench.until(older, ["baking"]);
    expect(await failure(start(newer))).toMatchObject({ code: "conflict", details: { heldBy: older } });
    expect((await rowOf(older)).state.phase).toBe("baking");
  });

  it("waits for a freeze window to end; whose rights are gone by then starts nothing and frees the target", async () => {
    const { older, newer } = await olderAndNewer();
    const root = bench.as("root", ["admin"]);
    const person = {
      id: "id-yves",
      provider: "local" as const,
      subject: "yves",
      login: "yves",
      name: "yves",
      passwordHash: null,
      grants: [{ role: "operator" as const, namespaces: null }],
      providerGrants: [],
      disabledAtMs: null,
      createdAtMs: bench.nowMs,
      createdBy: "test",
      lastSignInAtMs: null,
    };
    await store.people.create(person);
    await start(newer, "yves");
    await bench.until(older, ["rolledBack"]);
    const when = {
      kind: "once" as const,
      from: new Date(0).toISOString(),
      to: new Date(bench.nowMs + 60_000).toISOString(),
    };
    const window = await addFreezeWindow({ ctx: root, input: { name: "w", reason: "", namespaces: ["shop"], when } });
    await round();
    expect((await rowOf(newer)).state).toMatchObject({ phase: "validated", reason: "queued" });
    await removeFreezeWindow({ ctx: root, input: { id: window.id } });
    await store.people.update("id-yves", { disabledAtMs: bench.nowMs });
    await round();
    expect((await rowOf(newer)).state).toMatchObject({ phase: "validated", reason: "" });
    expect((await rowOf(newer)).state.reasonText).toContain("It was not started");
    expect((await store.audit.list({ limit: 1, action: "rollout.start" }))[0]).toMatchObject({ outcome: "refused" });
    await start(newer, "yan");
    expect((await rowOf(newer)).state.phase).toBe("preparing");
  });

  it("one that is aborted in the queue never begins", async () => {
    const { older, newer } = await olderAndNewer();
    await start(newer);
    await abortRollout({ ctx: bench.as("ada"), input: { id: newer, ...(await bench.input(newer)) } });
    await bench.until(older, ["rolledBack"]);
    await round();
    await bench.until(newer, ["rolledBack"]);
    expect(await store.rollouts.queue()).toEqual([]);
  });
});
