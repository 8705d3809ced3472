import { describe, expect, it } from "vitest";
import { GateSpec, type PlanGate } from "../../model/rollout-plan";
import type { ApprovalRow } from "../rollout-store";
import { gateState } from "./gate-state";
import type { GateMoment } from "./void-reason";

const NOW = Date.parse("2026-11-24T12:00:00Z");
const binding = {
  revisionHash: "rev",
  planHash: "plan",
  stepId: "t1-2",
  gateId: "g",
  evidenceHash: "evidence",
  stepSeq: 9,
};

function gate(over: Record<string, unknown> = {}): PlanGate {
  return { ...GateSpec.parse(over), id: "g", title: "before 50 %" };
}

const moment = (over: Partial<GateMoment> = {}): GateMoment => ({
  gate: gate(),
  binding,
  gateOpenedAtMs: NOW - 60_000,
  author: { id: "ada", name: "Ada" },
  starter: { id: "sam", name: "Sam" },
  nowMs: NOW,
  ...over,
});

function approval(id: string, over: Partial<ApprovalRow> = {}): ApprovalRow {
  return {
    id: `approval-of-${id}`,
    rolloutId: "r",
    gateId: "g",
    stepId: "t1-2",
    decision: "approved",
    person: { id, name: id, roles: ["approver"] },
    reason: "",
    at: new Date(NOW - 1000).toISOString(),
    revisionHash: "rev",
    planHash: "plan",
    evidenceHash: "evidence",
    voidReason: null,
    stepSeq: 9,
    gateOpenedAtMs: NOW - 60_000,
    ...over,
  };
}

const stateOf = (approvals: ApprovalRow[], over: Partial<GateMoment> = {}, closed: string[] = []) =>
  gateState(moment(over), approvals, closed).state;

describe("a gate", () => {
  it("R1: opens when every rule is met by distinct people", () => {
    const two = gate({ rules: [{ roles: ["approver"], min: 2 }] });
    expect(stateOf([])).toBe("waiting");
    expect(stateOf([approval("grace")])).toBe("satisfied");
    expect(stateOf([approval("grace"), approval("grace")], { gate: two })).toBe("waiting");
    expect(stateOf([approval("grace"), approval("hal")], { gate: two })).toBe("satisfied");
  });

  it("R2: does not count its author and its starter, unless the gate says so", () => {
    expect(stateOf([approval("ada")])).toBe("waiting");
    expect(stateOf([approval("sam")])).toBe("waiting");
    expect(stateOf([approval("ada")], { gate: gate({ allowSelf: true }) })).toBe("satisfied");
  });

  it.each(["revisionHash", "planHash", "evidenceHash", "stepId", "gateId"] as const)(
    "R3: does not count an approval given for another %s",
    (field) => {
      expect(stateOf([approval("grace", { [field]: "other" })])).toBe("waiting");
    },
  );

  it("R3: does not count an approval given before it asked anew", () => {
    expect(stateOf([approval("grace", { gateOpenedAtMs: NOW - 3600_000 })])).toBe("waiting");
  });

  it("R4: one rejection ends it, whoever approved", () => {
    const no = approval("hal", { decision: "rejected" });
    expect(stateOf([approval("grace"), no])).toBe("rejected");
  });

  it("R5: expires and never approves by that; an approval lapses when it is not used", () => {
    const opened = { gateOpenedAtMs: NOW - 86_400_000 };
    expect(stateOf([], opened)).toBe("expired");
    expect(stateOf([approval("grace", opened)], opened)).toBe("expired");
    expect(stateOf([approval("grace", { at: new Date(NOW - 3601_000).toISOString() })])).toBe("waiting");
  });

  it("R6: is closed while analysis fails, however many approved", () => {
    expect(stateOf([approval("grace")], {}, ["analysis fails"])).toBe("closed");
  });
});
