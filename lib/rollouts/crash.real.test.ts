import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { TERMINAL_PHASES } from "../model/rollout";
import type { AppStore } from "../store/app-store";
import { openAppStore } from "../store/open-app-store";
import { type PostgresCluster, startPostgres } from "../store/testing/postgres-cluster";
import type { CrashPlan } from "./testing/crash-plan";
import { DESTINATION_RULE, drKey, RolloutBench, VIRTUAL_SERVICE, vsKey } from "./testing/rollout-bench";
import { startRollout } from "./verbs/start-rollout";

const MESH = "crash";
const SPEED = 25;
const TTL_MS = 1500;
const POINTS = ["intent", "pending", "written", "readBack", "done", "advanced"] as const;
/** Writes of a run that succeeds: two steps and the promotion; `advanced` also after every other transition. */
const GOOD_WRITES = 3;
const GOOD_MOVES = 9;

let cluster: PostgresCluster;
let store: AppStore;
let bench: RolloutBench;
let reference: End;
const clock = { baseMs: Date.parse("2026-11-24T10:00:00Z"), startMs: Date.now(), speed: SPEED };
const children = new Set<ChildProcess>();

beforeAll(async () => {
  cluster = await startPostgres();
  store = await openAppStore({ dataDir: "", databaseUrl: cluster.url });
  const now = () => clock.baseMs + (Date.now() - clock.startMs) * clock.speed;
  bench = new RolloutBench(store, { meshName: MESH, now });
  const leader = await consoleProcess({ point: "none" });
  reference = await run("reference");
  await ended(leader, "SIGTERM");
}, 120_000);

// A case that fails must not leave its consoles to the next one.
afterEach(async () => {
  for (const child of children) await ended(child, "SIGKILL");
});

afterAll(async () => {
  await store?.close();
  await cluster?.stop();
});

/** A console that leads, or waits to; resolves when it is up. */
async function consoleProcess(over: Partial<CrashPlan>): Promise<ChildProcess> {
  const plan: CrashPlan = {
    ...{ databaseUrl: cluster.url, mesh: MESH, rollout: "", point: "none", nth: 1, errors: {}, ttlMs: TTL_MS },
    ...clock,
    ...over,
  };
  const script = join(import.meta.dirname, "testing", "console-process.ts");
  const child = spawn(process.execPath, ["--import", "tsx", script, JSON.stringify(plan)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.add(child);
  await said(child, "ready");
  return child;
}

function said(child: ChildProcess, word: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout?.on("data", (data: Buffer) => data.toString().includes(word) && resolve());
    child.once("exit", (code) => reject(new Error(`the console ended with ${code} before it said ${word}`)));
  });
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  children.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const over = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill("SIGCONT");
  child.kill(signal);
  await over;
}

interface End {
  phase: string;
  reason: string;
  stepId: string;
  appliedStepId: string;
  texts: (string | null)[];
  /** transitions in order */
  events: string[];
  /** how often each object was written */
  writes: number[];
  pending: number;
}

async function reset(): Promise<void> {
  const by = { actor: "shop-team", reason: "as it was" };
  await bench.mesh.putConfig([
    { key: vsKey, yaml: VIRTUAL_SERVICE, ...by },
    { key: drKey, yaml: DESTINATION_RULE, ...by },
  ]);
}

async function begin(name: string): Promise<string> {
  const weights = { kind: "canary", weights: [50, 100], bakeSec: 10 };
  const made = await bench.create({ name, targets: [{ target: bench.target, strategy: weights }] });
  await startRollout({ ctx: bench.as("ada"), input: { id: made.id, ...(await bench.input(made.id)) } });
  return made.id;
}

async function end(id: string): Promise<End> {
  const until = Date.now() + 45_000;
  for (;;) {
    const row = await store.rollouts.get(id);
    if (row && TERMINAL_PHASES.includes(row.state.phase)) {
      const events = await store.rollouts.events(id);
      const histories = await Promise.all([vsKey, drKey].map((key) => bench.mesh.history(key)));
      const { phase, reason, stepId, appliedStepId } = row.state;
      const own = `rollout ${row.number} `;
      return {
        ...{ phase, reason, stepId, appliedStepId },
        texts: await bench.texts(),
        events: events.map(({ kind }) => kind).reverse(),
        writes: histories.map((history) => history.filter((one) => one.reason.startsWith(own)).length),
        pending: (await store.rollouts.operations(id)).findIndex(({ state }) => state === "pending") === 0 ? 1 : 0,
      };
    }
    if (Date.now() > until) throw new Error(`not ended: ${JSON.stringify(row?.state)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function run(name: string): Promise<End> {
  await reset();
  return end(await begin(name));
}

const GOOD = POINTS.flatMap((point) =>
  Array.from({ length: point === "advanced" ? GOOD_MOVES : GOOD_WRITES }, (_, i) => ({ point, nth: i + 1 })),
);

describe("invariant 1, crash-safe: kill -9 of the leader with two consoles on PostgreSQL", () => {
  it("the run without a crash succeeds with one write a step", () => {
    expect(reference).toMatchObject({ phase: "succeeded", pending: 0 });
    expect(reference.writes[0]).toBe(GOOD_WRITES);
    expect(reference.events.filter((kind) => kind !== "validated" && kind !== "start")).toHaveLength(GOOD_MOVES + 2);
  });

  it.each(GOOD)("at $point, time $nth, ends in the same state as without", async ({ point, nth }) => {
    const name = `${point}-${nth}`;
    const first = await consoleProcess({ rollout: name, point, nth });
    const second = await consoleProcess({});
    const died = new Promise<string | null>((resolve) => first.once("exit", (_, signal) => resolve(signal)));
    const over = await run(name);
    expect(await Promise.race([died, Promise.resolve("alive")])).toBe("SIGKILL");
    children.delete(first);
    expect(over).toEqual(reference);
    await ended(second, "SIGTERM");
  });
});
