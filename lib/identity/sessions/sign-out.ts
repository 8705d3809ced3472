import { appendAudit } from "../audit";
import type { Ctx } from "../ctx";

/** Ends a session, on its open pages at once; without one there is nothing to end. */
export async function signOut({ ctx, input }: { ctx: Ctx; input: { tokenHash: string | null } }): Promise<void> {
  const { tokenHash } = input;
  if (tokenHash === null) return;
  await ctx.store.transaction(async (tx) => {
    await tx.sessions.remove(tokenHash);
    await appendAudit(tx.audit, ctx, {
      action: "session.end",
      target: ctx.actor.name,
      namespace: "",
      outcome: "allowed",
    });
  });
  ctx.rightsChanged?.();
}
