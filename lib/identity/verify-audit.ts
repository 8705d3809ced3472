import type { AuditHead, AuditVerification } from "../model/audit-entry";
import { authorize } from "./authorize";
import type { Ctx } from "./ctx";

/** Walks the whole audit chain. `pins`: heads that were kept elsewhere. For those who may read all of it. */
export async function verifyAudit({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: { pins: AuditHead[] };
}): Promise<AuditVerification> {
  authorize(ctx, "viewer", null);
  const found = await ctx.store.audit.verify(input.pins);
  return { ...found, checkedAt: new Date(ctx.now()).toISOString() };
}
