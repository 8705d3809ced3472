import { z } from "zod";

export const AuditEntry = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  actor: z.string(),
  actorKind: z.enum(["user", "token", "system", "anonymous"]),
  /** verb, e.g. config.put, change.push, session.create */
  action: z.string(),
  target: z.string(),
  namespace: z.string(),
  outcome: z.enum(["allowed", "refused", "failed"]),
  detail: z.unknown().optional(),
  remoteAddress: z.string(),
  traceId: z.string(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;
