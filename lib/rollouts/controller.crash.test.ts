import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { TERMINAL_PHASES } from "../model/rollout";
import type { AppStore } from "../store/app-store";
import { openAppStore } from "../store/open-app-store";
import { findPostgres, startPostgres, type TestPostgres } from "../store/testing/start-postgres";
import type { CrashPlan } from "./testing/crash-plan";
import { DESTINATION_RULE, drKey, RolloutBench, VIRTUAL_SERVICE, vsKey } from "./testing/rollout-bench";
import { startRollout } from "./verbs/start-rollout";

const MESH = "crash";
const SPEED = 25;
const TTL_MS = 3000;
const WRITE_POINTS = ["intent", "pending", "written", "readBack", "done"] as const;
/** Writes of a run that succeeds: two steps and the promotion; it moves on after every other transition too. */
const GOOD_WRITES = 3;
const GOOD_MOVES = 10;
/** Writes of a run whose candidate fails at the first step: the step, all on stable, the baseline. */
const BAD_WRITES = 3;
const BAD_MOVES = 7;
const CASE_MS = 120_000;

interface Case {
  kind: "good" | "bad";
  point: CrashPlan["point"];
  nth: number;
}

const upTo = (most: number, from = 1) => Array.from({ length: most - from + 1 }, (_, i) => from + i);
const CASES: Case[] = [
  ...WRITE_POINTS.flatMap((point) => upTo(GOOD_WRITES).map((nth) => ({ kind: "good" as const, point, nth }))),
  ...upTo(GOOD_MOVES).map((nth) => ({ kind: "good" as const, point: "advanced" as const, nth })),
  ...WRITE_POINTS.flatMap((point) => upTo(BAD_WRITES, 2).map((nth) => ({ kind: "bad" as const, point, nth }))),
  ...upTo(BAD_MOVES, 5).map((nth) => ({ kind: "bad" as const, point: "advanced" as const, nth })),
];
const nameOf = ({ kind, point, nth }: Case) => `${kind}-${point}-${nth}`;

/** Absent on a machine without PostgreSQL: there these tests are left out. */
const bin = findPostgres();

let cluster: TestPostgres;
let store: AppStore;
let bench: RolloutBench;
const references = new Map<string, End>();
const clock = { baseMs: Date.parse("2026-11-24T10:00:00Z"), startMs: Date.now(), speed: SPEED };
const children = new Set<ChildProcess>();
/** What the consoles of this case logged: told when a run does not end. */
let logged: string[] = [];
/** The console that takes over in the next case, started ahead of it. */
let coming: Promise<ChildProcess>;

beforeAll(async () => {
  cluster = await startPostgres(bin ?? "");
  store = await openAppStore({ dataDir: "", databaseUrl: cluster.url });
  const now = () => clock.baseMs + (Date.now() - clock.startMs) * clock.speed;
  bench = new RolloutBench(store, { meshName: MESH, now });
  const leader = await consoleProcess({});
  coming = consoleProcess({});
  leader.kill("SIGUSR2");
  references.set("good", await run("good-reference"));
  references.set("bad", await run("bad-reference"));
  await ended(leader, "SIGTERM");
}, 180_000);

afterEach(async () => {
  logged = [];
  const kept = await coming;
  for (const child of [...children]) if (child !== kept) await ended(child, "SIGKILL");
});
afterAll(async () => {
  await coming?.catch(() => undefined);
  for (const child of children) await ended(child, "SIGKILL");
  await store?.close();
  await cluster?.stop();
});

/** A console's process; it leads, or waits to, from SIGUSR2 on. */
async function consoleProcess(over: Partial<CrashPlan>): Promise<ChildProcess> {
  const plan: CrashPlan = {
    ...{ databaseUrl: cluster.url, mesh: MESH, rollout: "", point: "none", nth: 1, ttlMs: TTL_MS },
    ...clock,
    ...over,
  };
  const script = join(import.meta.dirname, "testing", "console-process.ts");
  const child = spawn(process.execPath, ["--import", "tsx", script, JSON.stringify(plan)], {
    stdio: "pipe",
  });
  children.add(child);
  child.stderr?.on("data", (data: Buffer) => logged.push(data.toString()));
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

/** The clock runs 25 times as fast as the machine: time limits of the usual length would pause a run for a moment's load. */
const PATIENT = {
  analysis: { checks: [{ metric: "successRate" }], intervalSec: 10, warmUpSec: 0, inconclusiveBudgetSec: 3600 },
  propagationTimeoutSec: 3600,
};

async function begin(name: string): Promise<string> {
  const strategy = { kind: "canary", weights: [50, 100], bakeSec: 10 };
  const { id } = await bench.create({ name, targets: [{ target: bench.target, strategy }], ...PATIENT });
  await startRollout({ ctx: bench.as("ada"), input: { id, ...(await bench.input(id)) } });
  return id;
}

async function end(id: string): Promise<End> {
  const until = Date.now() + 90_000;
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
        events: events.flatMap(({ kind }) => (kind === "inconclusive" ? [] : [kind])).reverse(),
        writes: histories.map((history) => history.filter((one) => one.reason.startsWith(own)).length),
        pending: (await store.rollouts.operations(id)).findIndex(({ state }) => state === "pending") === 0 ? 1 : 0,
      };
    }
    if (Date.now() > until) throw new Error(`not ended: ${JSON.stringify(row?.state)}\n${logged.join("")}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function run(name: string): Promise<End> {
  await reset();
  return end(await begin(name));
}

describe.skipIf(bin === undefined)(
  "invariant 1, crash-safe: kill -9 of the leader at every write point, two consoles on PostgreSQL",
  () => {
    it("without a crash a good run succeeds and a bad one is rolled back, one write a step", () => {
      expect(references.get("good")).toMatchObject({ phase: "succeeded", pending: 0, writes: [GOOD_WRITES, 0] });
      expect(references.get("good")?.events.filter(isMove)).toHaveLength(GOOD_MOVES);
      expect(references.get("bad")).toMatchObject({ phase: "rolledBack", reason: "failed", pending: 0 });
      expect(references.get("bad")?.texts).toEqual([VIRTUAL_SERVICE, DESTINATION_RULE]);
      expect(references.get("bad")?.events.filter(isMove)).toHaveLength(BAD_MOVES);
    });

    it.each(CASES)(
      "a $kind run cut off at $point, time $nth, ends in the same state as without",
      async (at) => {
        const doomed = await consoleProcess({ rollout: nameOf(at), point: at.point, nth: at.nth });
        const died = new Promise<string | null>((resolve) => doomed.once("exit", (_, signal) => resolve(signal)));
        doomed.kill("SIGUSR2");
        const over = run(nameOf(at));
        expect(await Promise.race([died, over.then(() => "the run ended first")])).toBe("SIGKILL");
        children.delete(doomed);
        const next = await coming;
        coming = consoleProcess({});
        next.kill("SIGUSR2");
        expect(await over).toEqual(references.get(at.kind));
        await ended(next, "SIGTERM");
      },
      CASE_MS,
    );
  },
);

/** Transitions the controller makes, after the two that people make. */
const isMove = (kind: string) => kind !== "validated" && kind !== "start";

describe.skipIf(bin === undefined)(
  "invariant 3, one leader: a leader that was held up in the middle of a write",
  () => {
    it(
      "is refused by the control plane when it goes on, and changes nothing",
      async () => {
        const held = await consoleProcess({ rollout: "held-up", point: "stopped" });
        held.kill("SIGUSR2");
        const stands = said(held, "stopped");
        const over = run("held-up");
        await stands;
        const next = await coming;
        next.kill("SIGUSR2");
        const end = await over;
        const before = await Promise.all([vsKey, drKey].map((key) => bench.mesh.history(key)));
        held.kill("SIGCONT");
        await said(held, "refused");
        expect(await Promise.all([vsKey, drKey].map((key) => bench.mesh.history(key)))).toEqual(before);
        expect(end).toMatchObject({ phase: "succeeded", texts: references.get("good")?.texts });
      },
      CASE_MS,
    );
  },
);
