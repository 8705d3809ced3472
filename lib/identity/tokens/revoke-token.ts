import { HeddleError } from "../../model/heddle-error";
import { appendAudit } from "../audit";
import { authorize } from "../authorize";
import type { Ctx } from "../ctx";
import { auditFailure } from "../mutate";
import { isOwnToken } from "./is-own-token";

/** Ends a token at once: one's own, or anybody's for administrators. Throws `not_found` when there is none, `forbidden`. */
export async function revokeToken({ ctx, input }: { ctx: Ctx; input: { id: string } }): Promise<void> {
  const facts = { action: "token.revoke", target: input.id, namespace: "" };
  try {
    await ctx.store.transaction(async (tx) => {
      const token = (await tx.apiTokens.list()).find(({ id }) => id === input.id);
      if (!token || !isOwnToken(token, ctx.actor)) authorize(ctx, "admin", null);
      if (!token || !(await tx.apiTokens.remove(input.id))) throw noToken(input.id);
      await appendAudit(tx.audit, ctx, { ...facts, outcome: "allowed", detail: { name: token.name } });
    });
  } catch (error) {
    await auditFailure(ctx, facts, error);
    throw error;
  }
  ctx.rightsChanged?.();
}

function noToken(id: string): HeddleError {
  return new HeddleError("not_found", {
    what: "There is no such token.",
    why: `No API token has the id ${id}.`,
    next: "Look at the list of tokens; it may be revoked already.",
  });
}
