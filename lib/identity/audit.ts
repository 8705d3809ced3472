import type { AuditEntry, NewAuditEntry } from "../model/audit-entry";
import type { AuditStore } from "../store/app-store";
import { isAnonymous } from "./anonymous";
import type { Ctx } from "./ctx";

export interface AuditFacts {
  action: string;
  target: string;
  /** "" when it concerns none or all */
  namespace: string;
  outcome: AuditEntry["outcome"];
  detail?: unknown;
}

/**
 * Writes who did what, from where. `audit` is the transaction's own, so that act and entry stand or fall together; the entry
 * gets its place in the chain as the transaction's last step, before it commits. What a decision was bound to goes into `detail`.
 */
export async function appendAudit(audit: AuditStore, ctx: Ctx, facts: AuditFacts): Promise<void> {
  await audit.append(auditEntryOf(ctx, facts));
}

/** The entry of what a call did. */
export function auditEntryOf(ctx: Ctx, facts: AuditFacts): NewAuditEntry {
  return {
    ...facts,
    actor: ctx.actor.name,
    actorId: ctx.actor.id,
    via: ctx.via ?? "",
    actorKind: isAnonymous(ctx.actor) ? "anonymous" : ctx.actor.kind,
    remoteAddress: ctx.remoteAddress,
    traceId: ctx.requestId,
  };
}
