import { describe, expect, it } from "vitest";
import type { Actor } from "../model/actor";
import type { AppStore } from "../store/app-store";
import { expandStrategy } from "./plan/expand-strategy";
import { benchForEachTest } from "./testing/bench-for-each-test";
import { failure } from "./testing/failure";
import { type RolloutBench, vsKey } from "./testing/rollout-bench";
import { draft } from "./testing/sample-draft";
import { breakGlass, confirmBreakGlass } from "./verbs/break-glass";
import { approveRollout, rejectRollout } from "./verbs/decide-gate";
import { listRollouts } from "./verbs/list-rollouts";
import { startRollout } from "./verbs/start-rollout";
import { abortRollout, pauseRollout, rollBackRollout } from "./verbs/steer-run";

let store: AppStore;
let bench: RolloutBench;
benchForEachTest(
  (made) => {
    ({ store, bench } = made);
  },
  [{}],
);

const tick = () => bench.controllers[0]?.tick();
const phaseOf = async (id: string) => (await store.rollouts.get(id))?.state.phase;
const latestAudit = async () => (await store.audit.list({ limit: 1 }))[0];

/** A run that waits at its start gate. */
async function atGate(gates: Record<string, unknown> = {}): Promise<string> {
  const { id } = await bench.started({ gates: { start: true, promotion: false, ...gates } });
  expect(await phaseOf(id)).toBe("gate");
  return id;
}

/** A run that waits before 50 %, with 10 % of the traffic on the candidate. */
async function aboveTen(): Promise<string> {
  const { id } = await bench.started({ gates: { aboveWeight: 20, promotion: false } });
  await bench.until(id, ["gate"]);
  return id;
}

describe("R1, quorum", () => {
  it("two distinct people are two, one person twice is one", async () => {
    const id = await atGate({ spec: { rules: [{ roles: ["approver"], min: 2 }] } });
    await bench.approve(id, "grace");
    await tick();
    expect(await phaseOf(id)).toBe("gate");
    expect(await failure(bench.approve(id, "grace"))).toMatchObject({ code: "conflict" });
    await bench.approve(id, "hal");
    await tick();
    expect(await phaseOf(id)).not.toBe("gate");
  });

  it("a token counts as the person it acts for; one that acts for nobody is no person, and may still say no", async () => {
    const id = await atGate({ spec: { rules: [{ roles: ["approver"], min: 2 }], allowSelf: true } });
    const input = { id, ...(await bench.input(id)) };
    const by = (name: string, more: Partial<Actor>) => {
      const ctx = bench.as(name, ["approver", "admin"]);
      return { ...ctx, actor: { ...ctx.actor, ...more } };
    };
    const nobodies = [
      by("bootstrap", { kind: "token", ownerless: true }),
      by("script", { kind: "token", ownerless: true }),
    ];
    for (const ctx of [...nobodies, by("heddle", { kind: "system" })]) {
      expect(await failure(approveRollout({ ctx, input }))).toMatchObject({
        ...{
          code: "forbidden",
          what: "This does not count as a person's word.",
          why: expect.stringContaining("people"),
        },
        next: expect.stringContaining("Sign in"),
      });
      expect(await latestAudit()).toMatchObject({ action: "rollout.approve", outcome: "refused" });
      expect((await bench.detail(id, ctx)).gate).toMatchObject({ mayDecide: false });
    }
    await bench.approve(id, "grace");
    const own = by("grace", { kind: "token" });
    expect(await failure(approveRollout({ ctx: own, input }))).toMatchObject({ code: "conflict" });
    await tick();
    expect(await phaseOf(id)).toBe("gate");
    expect((await store.rollouts.approvals(id)).map(({ person }) => person.name)).toEqual(["grace"]);
    await rejectRollout({ ctx: nobodies[0] ?? own, input: { ...input, reason: "the build was withdrawn" } });
    expect(await store.rollouts.get(id)).toMatchObject({ state: { reason: "rejected" } });
  });

  it("who is in none of the rules may not decide, and that is audited", async () => {
    const id = await atGate();
    const input = { id, ...(await bench.input(id)) };
    expect(await failure(approveRollout({ ctx: bench.as("oscar", ["operator"]), input }))).toMatchObject({
      code: "forbidden",
    });
    expect(await latestAudit()).toMatchObject({ action: "rollout.approve", outcome: "refused", actor: "oscar" });
    const grants = [
      { role: "viewer" as const, namespaces: ["shop"] },
      { role: "approver" as const, namespaces: ["payments"] },
    ];
    const mixed = bench.as("mallory", ["viewer", "approver"], ["shop", "payments"]);
    const ctx = { ...mixed, actor: { ...mixed.actor, grants } };
    expect(await failure(approveRollout({ ctx, input }))).toMatchObject({
      code: "forbidden",
      what: "You may not decide here.",
    });
    const elsewhere = bench.as("eve", ["approver"], ["payments"]);
    expect(await failure(approveRollout({ ctx: elsewhere, input }))).toMatchObject({ code: "forbidden" });
  });
});

describe("R1, defaults", () => {
  const asked = (over: Record<string, unknown>, environment?: "production" | "staging") =>
    expandStrategy(draft(over), { name: "local", environment }).gates.spec.rules;
  const target = { kind: "mtls", namespace: "shop" };

  it("one approver for traffic, two for mutual TLS and in production, and what the draft says before both", () => {
    const targets = [{ target, strategy: { kind: "mtls" } }];
    expect(asked({})).toEqual([{ roles: ["approver"], users: [], min: 1 }]);
    expect(asked({}, "staging")).toMatchObject([{ min: 1 }]);
    expect(asked({}, "production")).toEqual([{ roles: ["approver"], users: [], min: 2 }]);
    expect(asked({ gates: { spec: { rules: [{}] } } }, "production")).toMatchObject([{ min: 1 }]);
    expect(asked({ targets })).toEqual([{ roles: ["approver"], users: [], min: 2 }]);
    expect(asked({ targets, gates: { spec: { expiresAfterSec: 60 } } })).toMatchObject([{ min: 2 }]);
    expect(asked({ targets, gates: { spec: { rules: [{}] } } })).toMatchObject([{ min: 1 }]);
  });
});

describe("R2, no self-approval", () => {
  it("who only started it cannot approve it either; whom the plan lets may", async () => {
    const { id } = await bench.create({ gates: { start: true, promotion: false } });
    const zoe = bench.as("zoe", ["operator", "approver"]);
    await startRollout({ ctx: zoe, input: { id, ...(await bench.input(id)) } });
    const own = await failure(approveRollout({ ctx: zoe, input: { id, ...(await bench.input(id)) } }));
    expect(own).toMatchObject({ code: "forbidden", why: "Who started the rollout does not approve it." });
    await abortRollout({ ctx: zoe, input: { id, ...(await bench.input(id)) } });
    await bench.until(id, ["rolledBack"]);
    const allowed = await atGate({ spec: { allowSelf: true } });
    const ada = bench.as("ada", ["operator", "approver"]);
    await approveRollout({ ctx: ada, input: { id: allowed, ...(await bench.input(allowed)) } });
    await tick();
    expect(await phaseOf(allowed)).not.toBe("gate");
  });

  it("author and starter cannot approve their own, whatever their roles", async () => {
    const id = await atGate();
    const input = { id, ...(await bench.input(id)) };
    const own = await failure(approveRollout({ ctx: bench.as("ada", ["approver", "admin"]), input }));
    expect(own).toMatchObject({ code: "forbidden", why: "Who wrote the plan does not approve it." });
  });
});

describe("R3, an approval is bound to what was seen", () => {
  it.each(["revisionHash", "planHash", "evidenceHash", "stepId", "gateId"] as const)(
    "another %s is 409 with what changed, audited, and nothing counts",
    async (field) => {
      const id = await atGate();
      const input = { id, ...(await bench.input(id)), [field]: "forged" };
      const error = await failure(approveRollout({ ctx: bench.as("grace", ["approver"]), input }));
      expect(error).toMatchObject({ code: "conflict", details: { mismatch: [field] } });
      expect(await latestAudit()).toMatchObject({ action: "rollout.approve", outcome: "failed" });
      expect(await store.rollouts.approvals(id)).toEqual([]);
    },
  );

  it("a foreign change that is taken over voids what was approved before: the evidence is another", async () => {
    const id = await atGate({ spec: { rules: [{ roles: ["approver"], min: 2 }] } });
    const seen = { id, ...(await bench.input(id)) };
    await bench.approve(id, "grace");
    const live = await bench.mesh.getConfig(vsKey);
    const yaml = live?.yaml.replace("timeout: 9s", "timeout: 5s") ?? "";
    await bench.mesh.putConfig([{ key: vsKey, yaml, actor: "bob", reason: "" }]);
    await tick();
    const { approvals } = await bench.detail(id);
    expect(approvals[0]).toMatchObject({ counts: false, voidReason: "what would be written has changed since" });
    const late = await failure(approveRollout({ ctx: bench.as("hal", ["approver"]), input: seen }));
    expect(late).toMatchObject({ details: { mismatch: expect.arrayContaining(["evidenceHash"]) } });
  });

  it("a replayed approval of an earlier step is refused", async () => {
    const id = await atGate({ aboveWeight: 20 });
    const seen = { id, ...(await bench.input(id)) };
    await bench.approve(id, "grace");
    await bench.until(id, ["baking"]);
    await bench.until(id, ["gate"]);
    expect(await failure(approveRollout({ ctx: bench.as("grace", ["approver"]), input: seen }))).toMatchObject({
      code: "conflict",
    });
  });
});

describe("R4, a rejection ends the gate", () => {
  it("needs a reason and rolls back, or holds where the gate says so", async () => {
    const id = await aboveTen();
    const ctx = bench.as("grace", ["approver"]);
    expect(await failure(rejectRollout({ ctx, input: { id, ...(await bench.input(id)) } }))).toMatchObject({
      code: "invalid_input",
    });
    await rejectRollout({ ctx, input: { id, ...(await bench.input(id, "not before the holidays")) } });
    expect(await store.rollouts.get(id)).toMatchObject({ state: { phase: "rollingBack", reason: "rejected" } });
    await bench.until(id, ["rolledBack"]);
    const held = await atGate({ spec: { onReject: "hold" } });
    await rejectRollout({ ctx, input: { id: held, ...(await bench.input(held, "wait")) } });
    expect(await phaseOf(held)).toBe("paused");
  });
});

describe("R5, expiry", () => {
  it("is a day by default, and an approval holds for an hour; a gate may hold instead of going back", async () => {
    expect(draft({}).gates.spec).toMatchObject({ expiresAfterSec: 86_400, validForSec: 3600, onExpire: "rollback" });
    const id = await atGate({ spec: { expiresAfterSec: 60, onExpire: "hold" } });
    bench.nowMs += 61_000;
    await tick();
    expect(await store.rollouts.get(id)).toMatchObject({ state: { phase: "paused", reason: "expired" } });
  });

  it("never approves: a gate nobody decides at is rolled back", async () => {
    const id = await atGate({ spec: { expiresAfterSec: 60 } });
    bench.nowMs += 61_000;
    expect(await failure(bench.approve(id, "grace"))).toMatchObject({ code: "conflict" });
    await tick();
    expect(await store.rollouts.get(id)).toMatchObject({ state: { reason: "expired" } });
  });

  it("an approval that is not used in time lapses", async () => {
    const id = await atGate({ spec: { validForSec: 30, rules: [{ roles: ["approver"], min: 2 }] } });
    await bench.approve(id, "grace");
    bench.nowMs += 31_000;
    await bench.approve(id, "hal");
    await tick();
    expect(await phaseOf(id)).toBe("gate");
    expect((await bench.detail(id)).approvals.map(({ counts }) => counts)).toEqual([false, true]);
  });
});

describe("R6, analysis goes on at the gate", () => {
  it("a failing candidate closes the gate, and at its limit rolls back although somebody waits", async () => {
    const id = await aboveTen();
    bench.traffic.errors = { v2: 0.6 };
    bench.traffic.ratePerSec = 500;
    const { row } = await bench.until(id, ["rollingBack"], { maxSec: 60 });
    expect(row.state).toMatchObject({ reason: "failed" });
  });

  it("an approval does not override a failed window, and is not taken while it fails", async () => {
    const id = await aboveTen();
    bench.traffic.errors = { v2: 0.6 };
    bench.traffic.ratePerSec = 500;
    bench.nowMs += 12_000;
    await tick();
    const { gate, analyses } = await bench.detail(id);
    expect(analyses[0]?.verdict).toBe("fail");
    expect(gate).toMatchObject({ state: "closed", closedBecause: ["analysis fails"] });
    expect(await failure(bench.approve(id, "grace"))).toMatchObject({
      code: "conflict",
      why: "Analysis of the present step fails.",
    });
  });
});

describe("R7, break-glass", () => {
  it("takes an administrator and a reason, tells everyone, and asks for a second person", async () => {
    const id = await atGate();
    const input = { id, ...(await bench.input(id, "payments are down, only v2 holds the fix")) };
    expect(await failure(breakGlass({ ctx: bench.as("grace", ["approver"]), input }))).toMatchObject({
      code: "forbidden",
    });
    const after = await breakGlass({ ctx: bench.as("root", ["admin"]), input });
    expect(after.run.phase).toBe("preparing");
    const act = after.breakGlass[0]?.id ?? "";
    const open = async () => {
      const list = await listRollouts({ ctx: bench.as("grace", ["approver"]), input: { limit: 100 } });
      return list.find((one) => one.id === after.id)?.glassBrokenBy.map(({ name }) => name);
    };
    expect(await open()).toEqual(["root"]);
    const own = { id, act, ...(await bench.input(id)) };
    expect(await failure(confirmBreakGlass({ ctx: bench.as("root", ["admin"]), input: own }))).toMatchObject({
      code: "forbidden",
    });
    const script = bench.as("script", ["admin"]);
    const nobody = { ...script, actor: { ...script.actor, kind: "token" as const, ownerless: true } };
    expect(await failure(confirmBreakGlass({ ctx: nobody, input: own }))).toMatchObject({
      what: "This does not count as a person's word.",
    });
    bench.nowMs += 5 * 3600_000;
    await tick();
    const notices = await store.rollouts.dueNotices(bench.nowMs, 1000);
    expect(notices.filter(({ rolloutId }) => rolloutId === id).map(({ kind }) => kind)).toContain(
      "breakGlassUnconfirmed",
    );
    const confirmed = await confirmBreakGlass({
      ctx: bench.as("grace", ["approver"]),
      input: { id, act, ...(await bench.input(id)) },
    });
    expect(confirmed.breakGlass[0]).toMatchObject({ confirmedBy: { name: "grace" } });
    expect(await open()).toEqual([]);
  });
});

describe("R8, safety needs no approval", () => {
  it("abort, rollback and pause work at a gate, with an outdated view of the step", async () => {
    const first = await atGate();
    const stale = { ...(await bench.input(first)), stepSeq: 0, evidenceHash: "old" };
    expect((await pauseRollout({ ctx: bench.as("ada"), input: { id: first, ...stale } })).run.phase).toBe("paused");
    expect((await rollBackRollout({ ctx: bench.as("ada"), input: { id: first, ...stale } })).run.phase).toBe(
      "rollingBack",
    );
    await bench.until(first, ["rolledBack"]);
    const { id } = await bench.create({ name: "never started" });
    await abortRollout({ ctx: bench.as("ada"), input: { id, ...(await bench.input(id)) } });
    expect((await bench.until(id, ["rolledBack"])).row.state.reason).toBe("aborted");
  });
});

describe("R10, evidence", () => {
  it("the gate shows what would be written, whom it touches and what was measured", async () => {
    const id = await aboveTen();
    const { nextDiff, gate, analyses, blastRadius } = await bench.detail(id);
    expect(nextDiff[0]?.lines.some(({ kind, text }) => kind === "add" && text.includes("weight: 50"))).toBe(true);
    expect(gate?.evidenceHash).toMatch(/^[0-9a-f]{64}$/);
    expect(analyses[0]).toMatchObject({ verdict: "pass", canary: { requests: expect.any(Number) } });
    expect(blastRadius).toMatchObject({ callers: [], proxies: 0 });
  });
});

describe("who looks at a rollout", () => {
  it("sees of its proxies those of their own namespaces", async () => {
    const id = await aboveTen();
    const state = { state: "acked" as const };
    bench.mesh.propagation = async () => [
      { proxyId: "web-1.shop", workload: "web", namespace: "shop", ...state },
      { proxyId: "ledger-1.payments", workload: "ledger", namespace: "payments", ...state },
    ];
    const seenBy = async (namespaces: string[] | null) =>
      (await bench.detail(id, bench.as("vera", ["viewer"], namespaces))).propagation.map(({ proxyId }) => proxyId);
    expect(await seenBy(null)).toEqual(["web-1.shop", "ledger-1.payments"]);
    expect(await seenBy(["shop"])).toEqual(["web-1.shop"]);
  });
});

describe("R12, audit", () => {
  it("every decision is on record before the effect, with the hash it was bound to", async () => {
    const id = await aboveTen();
    const { gate } = await bench.detail(id);
    await bench.approve(id, "grace");
    await tick();
    const entries = await store.audit.list({ limit: 8 });
    const actions = entries.map(({ action, actor }) => `${action} ${actor}`).reverse();
    const at = (text: string) => actions.lastIndexOf(text);
    expect(at("rollout.approve grace")).toBeGreaterThanOrEqual(0);
    expect(at("rollout.gateSatisfied heddle-rollout")).toBeGreaterThan(at("rollout.approve grace"));
    expect(at("rollout.write heddle-rollout")).toBeGreaterThan(at("rollout.gateSatisfied heddle-rollout"));
    expect(entries.find(({ action }) => action === "rollout.approve")?.detail).toMatchObject({
      evidenceHash: gate?.evidenceHash,
    });
  });
});

describe("R11, identity at the moment of the decision", () => {
  it("refuses who lost the role after the call came in", async () => {
    const id = await atGate();
    const ctx = bench.as("yara", ["approver"]);
    await store.people.create({
      id: ctx.actor.id,
      provider: "local",
      subject: "yara",
      login: "yara",
      name: "yara",
      passwordHash: null,
      grants: [{ role: "viewer", namespaces: null }],
      providerGrants: [],
      disabledAtMs: null,
      createdAtMs: bench.nowMs,
      createdBy: "test",
      lastSignInAtMs: null,
    });
    const input = { id, ...(await bench.input(id, "no")) };
    expect(await failure(approveRollout({ ctx, input }))).toMatchObject({ code: "forbidden" });
    expect(await failure(rejectRollout({ ctx, input }))).toMatchObject({ code: "forbidden" });
    expect(await phaseOf(id)).toBe("gate");
  });

  it("counts the roles a person holds when deciding, and keeps them with the decision", async () => {
    const id = await atGate();
    const input = { id, ...(await bench.input(id)) };
    expect(await failure(approveRollout({ ctx: bench.as("grace", ["viewer"]), input }))).toMatchObject({
      code: "forbidden",
    });
    const { approvals } = await bench.approve(id, "grace");
    expect(approvals[0]?.person).toEqual({
      id: "id-grace",
      name: "grace",
      roles: expect.arrayContaining(["approver"]),
    });
  });
});
