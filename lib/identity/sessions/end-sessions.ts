import { HeddleError } from "../../model/heddle-error";
import type { SessionRow } from "../../store/identity-stores";
import { appendAudit } from "../audit";
import { authorize } from "../authorize";
import type { Ctx } from "../ctx";
import { auditFailure } from "../mutate";

const ACTION = "session.revoke";

/** Ends one session, on open pages at once: one's own, or anybody's for administrators. Throws `not_found`, `forbidden`. */
export async function endSession({
  ctx,
  input,
  session,
}: {
  ctx: Ctx;
  input: { id: string };
  session: SessionRow | null;
}): Promise<void> {
  const facts = { action: ACTION, target: input.id, namespace: "" };
  try {
    await ctx.store.transaction(async (tx) => {
      const row = await tx.sessions.get(input.id);
      const own = row !== null && session !== null && isSamePerson(row, session);
      if (!own) authorize(ctx, "admin", null);
      if (!row) throw noSession(input.id);
      await tx.sessions.remove(row.tokenHash);
      await appendAudit(tx.audit, ctx, { ...facts, outcome: "allowed", detail: { of: row.actor.name, via: row.via } });
    });
  } catch (error) {
    await auditFailure(ctx, facts, error);
    throw error;
  }
  ctx.rightsChanged?.();
}

/** Ends all sessions of a person; of oneself all but the one that asks. Of others for administrators only. Gives their number. */
export async function endSessionsOf({
  ctx,
  input,
  session,
}: {
  ctx: Ctx;
  input: { person: string | null };
  session: SessionRow | null;
}): Promise<number> {
  const own = input.person === null || input.person === session?.personId;
  const personId = own ? session?.personId : input.person;
  const facts = { action: ACTION, target: personId ?? ctx.actor.id, namespace: "" };
  try {
    if (!own) authorize(ctx, "admin", null);
    if (!personId) return 0;
    const ended = await ctx.store.transaction(async (tx) => {
      const count = await tx.sessions.removeOf(personId, own ? session?.tokenHash : undefined);
      await appendAudit(tx.audit, ctx, { ...facts, outcome: "allowed", detail: { ended: count } });
      return count;
    });
    ctx.rightsChanged?.();
    return ended;
  } catch (error) {
    await auditFailure(ctx, facts, error);
    throw error;
  }
}

function isSamePerson(a: SessionRow, b: SessionRow): boolean {
  return a.personId === b.personId && a.actor.id === b.actor.id;
}

function noSession(id: string): HeddleError {
  return new HeddleError("not_found", {
    what: "There is no such session.",
    why: `No session has the id ${id}; it may have ended.`,
    next: "Look at the list again.",
  });
}
