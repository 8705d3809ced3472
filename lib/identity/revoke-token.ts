import { HeddleError } from "../model/heddle-error";
import type { Ctx } from "./ctx";
import { mutate } from "./mutate";

/** Ends a token at once. Throws `not_found` when there is none. */
export function revokeToken({ ctx, input }: { ctx: Ctx; input: { id: string } }): Promise<void> {
  const mutation = { action: "token.revoke", target: input.id, role: "admin", namespaces: [] } as const;
  return mutate(ctx, mutation, async (tx) => {
    if (await tx.apiTokens.remove(input.id)) return { value: undefined };
    throw new HeddleError("not_found", {
      what: "There is no such token.",
      why: `No API token has the id ${input.id}.`,
      next: "Look at the list of tokens; it may be revoked already.",
    });
  });
}
