import { z } from "zod";
import { type Actor, Role } from "../../model/actor";
import type { Ctx } from "../ctx";
import { mutate } from "../mutate";
import { hashSecret, newSecret } from "../secret-token";

export const LINK_MS = 15 * 60_000;

/** Who the link signs in. `namespaces` null: all. */
export const NewSignInLink = z.object({
  name: z.string().trim().min(1).max(80).default("admin"),
  roles: z.array(Role).min(1).default(["admin"]),
  namespaces: z.array(z.string()).nullable().default(null),
});
export type NewSignInLink = z.infer<typeof NewSignInLink>;

/** Makes a link that signs one person in once, within 15 minutes. Gives the secret; the transport builds the address. */
export function createSignInLink({ ctx, input }: { ctx: Ctx; input: NewSignInLink }): Promise<{ token: string }> {
  const mutation = { action: "sign-in-link.create", target: input.name, role: "admin", namespaces: [] } as const;
  return mutate(ctx, mutation, async (tx) => {
    const token = newSecret("hdl_link_");
    const actor: Actor = { kind: "user", id: `link:${input.name}`, ...input };
    await tx.signInLinks.create({ tokenHash: hashSecret(token), actor, expiresAtMs: ctx.now() + LINK_MS });
    return { value: { token }, detail: { roles: input.roles, namespaces: input.namespaces } };
  });
}
