import { z } from "zod";

/** One row of the audit chain. `hash` covers every field but `id` and `hash`; `prevHash` is the hash of the row with `seq` - 1. */
export const AuditEntry = z.object({
  id: z.string(),
  /** 1, 2, 3 … in the order of the chain */
  seq: z.number().int().positive(),
  prevHash: z.string(),
  hash: z.string(),
  at: z.iso.datetime(),
  actor: z.string(),
  /** the person's or token's id; "" in entries from before ids were kept, and for strangers */
  actorId: z.string(),
  actorKind: z.enum(["user", "token", "system", "anonymous"]),
  /** how the actor came in: password, oidc, proxy, link, token, bootstrap, internal; "" unknown */
  via: z.string(),
  /** verb, e.g. config.put, change.push, session.create */
  action: z.string(),
  target: z.string(),
  /** comma-separated when it concerns several; "" when none or the whole console */
  namespace: z.string(),
  outcome: z.enum(["allowed", "refused", "failed"]),
  detail: z.unknown().optional(),
  remoteAddress: z.string(),
  traceId: z.string(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** What an audit entry is before it has its place in the chain. */
export type NewAuditEntry = Omit<AuditEntry, "id" | "at" | "seq" | "prevHash" | "hash">;

/** Where the chain ends. Kept outside Heddle, it proves later that nothing up to it was changed. `seq` 0: nothing is written yet. */
export const AuditHead = z.object({ seq: z.number().int().nonnegative(), hash: z.string() });
export type AuditHead = z.infer<typeof AuditHead>;

export const AuditProblem = z.object({
  /** the entry that is wrong, or the first that is missing */
  seq: z.number().int().nonnegative(),
  kind: z.enum(["changed", "missing", "reordered", "unchained", "pin"]),
  what: z.string(),
});
export type AuditProblem = z.infer<typeof AuditProblem>;

/** The answer of GET /api/v1/audit/verify. `problems`: the first of them, in the order of the chain. */
export const AuditVerification = z.object({
  ok: z.boolean(),
  entries: z.number().int().nonnegative(),
  head: AuditHead,
  checkedAt: z.iso.datetime(),
  problems: z.array(AuditProblem),
});
export type AuditVerification = z.infer<typeof AuditVerification>;
