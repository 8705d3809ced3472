import { afterEach, describe, expect, it } from "vitest";
import type { AppStore } from "../store/app-store";
import { benchForEachTest } from "./testing/bench-for-each-test";
import { failure } from "./testing/failure";
import type { RolloutBench } from "./testing/rollout-bench";
import { breakGlass } from "./verbs/break-glass";
import { addFreezeWindow, removeFreezeWindow, updateFreezeWindow } from "./verbs/freeze-windows";
import { startRollout } from "./verbs/start-rollout";
import { pauseRollout, promoteRollout, resumeRollout } from "./verbs/steer-run";

let store: AppStore;
let bench: RolloutBench;
benchForEachTest(
  (made) => {
    ({ store, bench } = made);
  },
  [{ holder: "leader" }],
);
afterEach(async () => {
  for (const { id } of await store.rollouts.freezeWindows()) await thaw(id);
});

const root = () => bench.as("root", ["admin"]);
/** A window that is on, for so many seconds from now. */
const freeze = (sec = 3600) => {
  const [from, to] = [bench.nowMs - 1000, bench.nowMs + sec * 1000].map((ms) => new Date(ms).toISOString());
  const when = { kind: "once" as const, from: from ?? "", to: to ?? "" };
  return addFreezeWindow({ ctx: root(), input: { name: "holidays", reason: "", namespaces: ["shop"], when } });
};
const thaw = (id: string) => removeFreezeWindow({ ctx: root(), input: { id } });
const words = (sec = 3600) => {
  const until = new Date(bench.nowMs + sec * 1000).toISOString().slice(0, 16).replace("T", " ");
  return `The freeze window "holidays" is on. Nothing goes forward until ${until} (UTC).`;
};
const call = async (verb: typeof startRollout, id: string, ctx = bench.as("ada")) =>
  verb({ ctx, input: { id, ...(await bench.input(id)) } });
const verb = async (id: string, name: string) => (await bench.detail(id)).verbs.find((one) => one.verb === name);

describe("a freeze window", () => {
  it("keeps a start from beginning and a bake from going on; a run goes on by itself afterwards", async () => {
    const { id } = await bench.create({ name: "frozen" });
    const window = await freeze();
    expect(await failure(call(startRollout, id))).toMatchObject({ code: "conflict", why: words() });
    expect(await verb(id, "start")).toMatchObject({ allowed: false, whyNot: words() });
    await thaw(window.id);
    await call(startRollout, id);
    await bench.until(id, ["baking"]);
    await freeze(120);
    const until = words(120);
    const { row } = await bench.until(id, ["paused"]);
    expect(row.state).toMatchObject({ reason: "window", reasonText: until });
    await bench.until(id, ["succeeded"]);
  });

  it("refuses to resume what it paused, in the same words", async () => {
    const { id } = await bench.started();
    await bench.until(id, ["baking"]);
    const window = await freeze();
    const until = words();
    await bench.until(id, ["paused"]);
    expect(await failure(call(resumeRollout, id))).toMatchObject({ code: "conflict", why: until });
    expect(await verb(id, "resume")).toMatchObject({ allowed: false, whyNot: until });
    await thaw(window.id);
    expect((await call(resumeRollout, id)).run.phase).toBe("baking");
  });

  it("refuses to end a bake before its time, and to resume a write that was paused", async () => {
    const { id } = await bench.started();
    await call(pauseRollout, id);
    expect((await bench.detail(id)).run.pausedFrom).toBe("preparing");
    const first = await freeze();
    expect(await failure(call(resumeRollout, id))).toMatchObject({ code: "conflict", why: words() });
    await thaw(first.id);
    await call(resumeRollout, id);
    await bench.until(id, ["baking"]);
    await freeze();
    expect(await failure(call(promoteRollout, id))).toMatchObject({ code: "conflict", why: words() });
    expect((await bench.detail(id)).run.phase).toBe("baking");
  });

  it("lets a bake that was paused bake on", async () => {
    const { id } = await bench.started();
    await bench.until(id, ["baking"]);
    await call(pauseRollout, id);
    await freeze();
    expect((await call(resumeRollout, id)).run.phase).toBe("baking");
  });

  it("holds back a first write whose candidate becomes ready in it", async () => {
    bench.ready({ v1: 2, v2: 1 });
    const { id } = await bench.started();
    bench.ready({ v1: 2, v2: 0 });
    await bench.controllers[0]?.tick();
    expect((await bench.detail(id)).run.phase).toBe("preparing");
    await freeze(60);
    bench.ready({ v1: 2, v2: 1 });
    const before = await bench.texts();
    const { row } = await bench.until(id, ["paused", "applying", "propagating"]);
    expect(row.state).toMatchObject({ phase: "paused", reason: "window", pausedFrom: "preparing" });
    expect(await bench.texts()).toEqual(before);
    await bench.until(id, ["baking"]);
  });

  it("gives way to a broken glass", async () => {
    const { id } = await bench.started({ gates: { start: true, promotion: false } });
    await bench.until(id, ["gate"]);
    await freeze();
    expect((await bench.detail(id)).gate).toMatchObject({ state: "closed", closedBecause: [words()] });
    await breakGlass({
      ctx: root(),
      input: { id, ...(await bench.input(id)), reason: "the fix of an outage cannot wait" },
    });
    await bench.until(id, ["baking"]);
  });
});

describe("a stored freeze window", () => {
  it("is changed by who may in the namespaces of before and of after, and in a zone that there is", async () => {
    const when = { kind: "weekly" as const, days: [5], fromMinute: 0, toMinute: 60, timeZone: "UTC" };
    const window = { name: "late", reason: "", namespaces: ["lab"], when };
    const added = await addFreezeWindow({ ctx: root(), input: window });
    const next = { ...added, name: "later", namespaces: ["lab", "payments"], when: { ...when, days: [4, 5] } };
    expect(await updateFreezeWindow({ ctx: root(), input: next })).toEqual(next);
    expect(await store.rollouts.freezeWindows()).toEqual([next]);
    const lab = bench.as("lab", ["admin"], ["lab"]);
    const smaller = { ...next, namespaces: ["lab"] };
    expect(await failure(updateFreezeWindow({ ctx: lab, input: smaller }))).toMatchObject({ code: "forbidden" });
    const nowhere = { ...next, when: { ...when, timeZone: "Moon/Tycho" } };
    expect(await failure(updateFreezeWindow({ ctx: root(), input: nowhere }))).toMatchObject({ code: "invalid_input" });
    const gone = { ...next, id: "none" };
    expect(await failure(updateFreezeWindow({ ctx: root(), input: gone }))).toMatchObject({ code: "not_found" });
    expect(await store.rollouts.freezeWindows()).toEqual([next]);
  });
});
