import { z } from "zod";
import { Role } from "./actor";
import { PlanGate } from "./rollout-plan";

/** What a decision is about; every decision call carries it, and a mismatch is 409 with what changed (details: { mismatch: string[], current }). */
export const DecisionBinding = z.object({
  revisionHash: z.string().max(128),
  planHash: z.string().max(128),
  stepId: z.string().max(64),
  /** null: not about a gate */
  gateId: z.string().max(64).nullable(),
  evidenceHash: z.string().max(128).nullable(),
  stepSeq: z.number().int().nonnegative(),
});
export type DecisionBinding = z.infer<typeof DecisionBinding>;

/** Body of start, pause, resume, promote, approve, reject, abort, rollback. A repeated key gives the first answer and does nothing twice. */
export const DecisionInput = DecisionBinding.extend({
  idempotencyKey: z.string().min(1).max(128).optional(),
  reason: z.string().trim().max(2000).default(""),
});
export type DecisionInput = z.infer<typeof DecisionInput>;

/** Break-glass: go on against a gate or an analysis. The reason is typed; a second person confirms within `secondPersonBy`. */
export const BreakGlassInput = DecisionInput.extend({ reason: z.string().trim().min(10).max(2000) });
export type BreakGlassInput = z.infer<typeof BreakGlassInput>;

/** What a person does about a conflict. */
export const ConflictInput = DecisionInput.extend({ choice: z.enum(["mine", "theirs", "rollback"]) });
export type ConflictInput = z.infer<typeof ConflictInput>;

export const Approval = z.object({
  id: z.string(),
  gateId: z.string(),
  stepId: z.string(),
  decision: z.enum(["approved", "rejected", "breakGlass", "confirmed"]),
  person: z.object({ id: z.string(), name: z.string(), roles: z.array(Role) }),
  reason: z.string(),
  at: z.iso.datetime(),
  revisionHash: z.string(),
  planHash: z.string(),
  evidenceHash: z.string(),
  /** counts towards the quorum now; otherwise `voidReason` says why not */
  counts: z.boolean(),
  voidReason: z.string().nullable(),
});
export type Approval = z.infer<typeof Approval>;

/** The gate a run waits at, for the asker. `state` closed: analysis fails or a freeze window is on; the button is off. */
export const GateView = z.object({
  gate: PlanGate,
  stepId: z.string(),
  state: z.enum(["waiting", "closed", "satisfied", "rejected", "expired"]),
  /** why it is closed */
  closedBecause: z.array(z.string()),
  openedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  evidenceHash: z.string(),
  rules: z.array(
    z.object({
      /** index in gate.rules */
      rule: z.number().int(),
      needed: z.number().int(),
      people: z.array(z.object({ id: z.string(), name: z.string() })),
      met: z.boolean(),
    }),
  ),
  /** whether the asker may decide, and if not, why */
  mayDecide: z.boolean(),
  whyNot: z.string().nullable(),
});
export type GateView = z.infer<typeof GateView>;

/** An open break-glass act that still waits for its second person. */
export const BreakGlassView = z.object({
  id: z.string(),
  person: z.object({ id: z.string(), name: z.string() }),
  reason: z.string(),
  at: z.iso.datetime(),
  secondPersonBy: z.iso.datetime(),
  confirmedBy: z.object({ id: z.string(), name: z.string() }).nullable(),
  overdue: z.boolean(),
});
export type BreakGlassView = z.infer<typeof BreakGlassView>;
