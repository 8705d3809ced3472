import { spawn } from "node:child_process";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { MeshHandle } from "@/lib/identity/ctx";
import { listenTo, type TestConsole, testConsole } from "../api/testing/test-console";
import { RolloutBench, vsKey } from "../rollouts/testing/rollout-bench";
import { draft } from "../rollouts/testing/sample-draft";

let console: TestConsole;
let server: Awaited<ReturnType<typeof listenTo>>;
let bench: RolloutBench;
let operator: string;
let approver: string;

beforeAll(async () => {
  console = await testConsole();
  server = await listenTo(console);
  operator = await console.personToken(["operator"]);
  approver = await console.personToken(["approver"]);
  bench = new RolloutBench(console.store, { meshName: "local", now: console.app.now });
  (console.app.meshes as Map<string, MeshHandle>).set("local", bench.app.meshes.get("local") ?? expect.fail("no mesh"));
  await bench.seed();
  bench.controller();
});
afterAll(async () => {
  await bench.stop();
  await server.close();
  await console.close();
});
beforeEach(async () => {
  for (const { id } of await console.store.rollouts.list({ open: true, limit: 100 })) {
    await rollout(["abort", id]);
    await until(id, "rolledBack");
  }
});

/** Runs `heddle rollout …` as a person does, in a process of its own. */
function rollout(args: string[], { token = operator, input = "" } = {}) {
  return new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    const child = spawn(process.execPath, ["--import", "tsx", "lib/cli/heddle.ts", "rollout", ...args], {
      env: { ...process.env, HEDDLE_URL: server.url, HEDDLE_TOKEN: token },
    });
    let out = "";
    let err = "";
    child.stdout.on("data", (chunk) => (out += String(chunk)));
    child.stderr.on("data", (chunk) => (err += String(chunk)));
    child.on("close", (code) => resolve({ code, out, err }));
    child.stdin.end(input);
  });
}

/** Moves the run and turns the clock, two seconds at a time. */
async function until(id: string, phase: string): Promise<void> {
  for (let second = 0; second < 600; second += 2) {
    await bench.controllers[0]?.tick();
    if ((await console.store.rollouts.get(id))?.state.phase === phase) return;
    console.clock.aheadMs += 2000;
  }
  expect.fail(`${id} never came to ${phase}`);
}

const written = (over: Record<string, unknown> = {}) => JSON.stringify(draft(over));
const idIn = (out: string) => /^id (\S+),/m.exec(out)?.[1] ?? expect.fail(`no id in: ${out}`);

async function planned(over: Record<string, unknown> = {}): Promise<string> {
  const { code, out, err } = await rollout(["create", "-f", "-"], { input: written(over) });
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return idIn(out);
}

describe("heddle rollout", () => {
  it("validate, create, list, show and start: from a draft to a run, by number or id", {
    timeout: 120_000,
  }, async () => {
    const valid = await rollout(["validate", "-f", "-"], { input: written() });
    expect(valid).toMatchObject({ code: 0, err: "" });
    expect(valid.out).toMatch(/^valid; plan [0-9a-f]{12}$/m);
    const id = await planned();
    const { number } = (await console.store.rollouts.get(id)) ?? expect.fail("not stored");
    const list = await rollout(["list"]);
    expect(list.code).toBe(0);
    expect(list.out).toMatch(new RegExp(`${number} +reviews to v2 +reviews.shop v1 -> v2 +validated +- of 3`));
    const shown = await rollout(["show", String(number), "-o", "json"]);
    expect(JSON.parse(shown.out)).toMatchObject({ id, run: { phase: "validated" } });
    const started = await rollout(["start", String(number), "--reason", "release day"]);
    expect(started).toMatchObject({ code: 0, err: "" });
    expect(started.out).toContain(`rollout ${number} reviews to v2: preparing`);
    expect((await rollout(["show", id])).out).toContain("start  operator  release day");
  });

  it("pause, resume, promote, patch and rollback move a run", { timeout: 120_000 }, async () => {
    const id = await planned();
    await rollout(["start", id]);
    await until(id, "baking");
    const phase = async () => (await console.store.rollouts.get(id))?.state.phase;
    expect(await rollout(["pause", id])).toMatchObject({ code: 0, err: "" });
    expect(await phase()).toBe("paused");
    expect(await rollout(["resume", id])).toMatchObject({ code: 0, err: "" });
    expect(await phase()).toBe("baking");
    expect(await rollout(["promote", id])).toMatchObject({ code: 0, err: "" });
    expect(await phase()).toBe("applying");
    const patch = await rollout(["patch", id, "--prefix", "deploy"]);
    expect(patch).toMatchObject({ code: 0, err: "" });
    expect(patch.out).toContain(
      "diff --git a/deploy/shop/virtualservice-reviews.yaml b/deploy/shop/virtualservice-reviews.yaml",
    );
    const back = await rollout(["rollback", id, "--reason", "it hurts"]);
    expect(back).toMatchObject({ code: 0, err: "" });
    expect(back.out).toContain("rollingBack (rollback)");
    await until(id, "rolledBack");
  });

  it("approve and reject decide at a gate, as another person than its author", { timeout: 180_000 }, async () => {
    const id = await planned({ gates: { start: true, promotion: false } });
    expect((await rollout(["start", id])).out).toMatch(/gate .+: waiting, until [\s\S]+0 of 1 agreed/);
    const own = await rollout(["approve", id]);
    expect(own).toMatchObject({ code: 1, out: "" });
    expect(own.err).toContain("heddle: You may not decide here.");
    const bare = await rollout(["reject", id], { token: approver });
    expect(bare.code).toBe(1);
    expect(bare.err.split("\n").slice(0, 3)).toEqual([
      "heddle: A rejection needs a reason.",
      "heddle: Whoever planned the rollout has to know what to mend.",
      "heddle: → Write it in one sentence.",
    ]);
    const nobody = await rollout(["approve", id], { token: await console.token(["approver"]) });
    expect(nobody).toMatchObject({ code: 1, out: "" });
    expect(nobody.err).toContain("heddle: A gate counts people, and this token acts for nobody.");
    const unseen = await rollout(["approve", id, "--seen", "0".repeat(12)], { token: approver });
    expect(unseen).toMatchObject({ code: 1, out: "" });
    expect(unseen.err).toContain("heddle: Nothing was approved.");
    const evidence = /^ +evidence ([0-9a-f]{12})$/m.exec((await rollout(["show", id])).out)?.[1] ?? "";
    const approved = await rollout(["approve", id, "--seen", evidence], { token: approver });
    expect(approved).toMatchObject({ code: 0, err: "" });
    expect(approved.out).toContain("1 of 1 agreed");
    const again = await planned({ gates: { start: true, promotion: false }, name: "again" }).catch((error) => error);
    expect(again).toBeInstanceOf(Error);
    await rollout(["abort", id]);
    await until(id, "rolledBack");
    const second = await planned({ gates: { start: true, promotion: false }, name: "second" });
    await rollout(["start", second]);
    const rejected = await rollout(["reject", second, "--reason", "not before the holidays"], { token: approver });
    expect(rejected).toMatchObject({ code: 0, err: "" });
    expect(rejected.out).toContain("rollingBack (rejected) - ");
  });

  it("resolve settles a conflict, by whose state stands", { timeout: 120_000 }, async () => {
    const id = await planned();
    await rollout(["start", id]);
    await until(id, "baking");
    const live = await bench.mesh.getConfig(vsKey);
    const yaml = (live?.yaml ?? "").replace(/weight: \d+/g, "weight: 50");
    await bench.mesh.putConfig([{ key: vsKey, yaml, actor: "bob", reason: "" }]);
    await until(id, "paused");
    expect((await rollout(["show", id])).out).toContain("paused (conflict)");
    const none = await rollout(["resolve", id]);
    expect(none).toMatchObject({ code: 1, out: "" });
    const mine = await rollout(["resolve", id, "mine", "--reason", "bob agreed"]);
    expect(mine).toMatchObject({ code: 0, err: "" });
    expect(mine.out).toContain("operator  bob agreed");
    const over = await rollout(["resolve", id, "mine"]);
    expect(over).toMatchObject({ code: 1, out: "" });
  });

  it("break-glass goes on with a reason, and a second person confirms it", { timeout: 120_000 }, async () => {
    const admin = await console.personToken(["admin"]);
    const id = await planned({ gates: { start: true, promotion: false } });
    await rollout(["start", id]);
    const early = await rollout(["break-glass", id, "--confirm"], { token: approver });
    expect(early).toMatchObject({ code: 1, out: "" });
    expect(early.err).toContain("heddle: Nobody broke the glass here.");
    expect(await rollout(["break-glass", id], { token: admin })).toMatchObject({ code: 1, out: "" });
    const reason = ["--reason", "payments are down, only v2 holds the fix"];
    expect((await rollout(["break-glass", id, ...reason])).err).toContain("heddle: This takes the role admin.");
    const broken = await rollout(["break-glass", id, ...reason], { token: admin });
    expect(broken).toMatchObject({ code: 0, err: "" });
    expect(broken.out).toMatch(/^! admin broke the glass: payments are down, .+; to be confirmed until 20/m);
    expect((await rollout(["break-glass", id, "--confirm"], { token: admin })).err).toContain("A second person");
    const confirmed = await rollout(["break-glass", id, "--confirm"], { token: approver });
    expect(confirmed).toMatchObject({ code: 0, err: "" });
    expect(confirmed.out).toContain("; confirmed by approver");
  });

  it("says what is wrong, why and what next, and ends with 1", { timeout: 120_000 }, async () => {
    const wrong = await rollout(["validate", "-f", "-"], { input: written().replaceAll('"v2"', '"v9"') });
    expect(wrong.code).toBe(1);
    expect(wrong.out).toMatch(/targets\[0\]\.target\.candidate\.version/);
    expect(wrong.out).toMatch(/^\d+ errors$/m);
    const refused = await rollout(["create", "-f", "-"], { input: written().replaceAll('"v2"', '"v9"') });
    expect(refused).toMatchObject({ code: 1, out: "" });
    expect(refused.err).toContain("heddle: This rollout is not planned.");
    expect(refused.err).toContain("heddle: → Each finding names the field and what mends it.");
    const nobody = await rollout(["show", "4711"]);
    expect(nobody).toMatchObject({ code: 1, out: "" });
    expect(nobody.err.split("\n")[0]).toBe("heddle: There is no such rollout.");
    const viewer = await console.token(["viewer"]);
    const id = await planned();
    const forbidden = await rollout(["start", id], { token: viewer });
    expect(forbidden).toMatchObject({ code: 1, out: "" });
    expect(forbidden.err).toContain("heddle: This takes the role operator.");
    const early = await rollout(["pause", id]);
    expect(early.code).toBe(1);
    expect(early.err).toContain('heddle: The rollout did not take "pause".');
    expect(await rollout(["start"])).toMatchObject({ code: 1, out: "" });
  });

  it("lists what other engines steer below the own rollouts", { timeout: 60_000 }, async () => {
    const live = await bench.mesh.getConfig(vsKey);
    const yaml = live?.yaml ?? "";
    const marked = yaml.replace(
      "  namespace: shop\n",
      "  namespace: shop\n  annotations: { argo-rollouts.argoproj.io/managed-by-rollouts: reviews }\n",
    );
    const put = (text: string) => bench.mesh.putConfig([{ key: vsKey, yaml: text, actor: "argo", reason: "" }]);
    await put(marked);
    const { out } = await rollout(["list"]);
    await put(yaml);
    expect(out).toContain(
      "steered by Argo Rollouts (reviews), read only: virtualservices shop/reviews: v1 100 % / v1 100 %",
    );
  });
});
