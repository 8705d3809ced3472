import { HeddleError } from "../../model/heddle-error";
import { requireRole } from "../authorize";
import type { Ctx, MeshHandle } from "../ctx";
import { mutate } from "../mutate";

/**
 * Ends a join token, and with it the identity of every proxy it admitted: all others refuse their certificates from then on
 * (lib/mesh/xds/ca/mesh-trust.ts). Throws `not_found` when there is none.
 */
export async function revokeJoinToken({
  ctx,
  mesh,
  input,
}: {
  ctx: Ctx;
  mesh: MeshHandle;
  input: { id: string };
}): Promise<void> {
  requireRole(ctx.actor, "operator");
  const known = await ctx.store.joinTokens.get(input.id);
  const row = known?.mesh === mesh.name ? known : null;
  const mutation = {
    action: "join-token.revoke",
    target: row ? `${row.namespace}/${row.workload}` : input.id,
    role: "operator",
    namespaces: row ? [row.namespace] : [],
  } as const;
  await mutate(ctx, mutation, async (tx) => {
    const certificates = row ? await tx.joinTokens.countIssued(row.id, ctx.now()) : 0;
    if (row && (await tx.joinTokens.remove(row.id)))
      return { value: undefined, detail: { id: row.id, name: row.name, proxies: row.proxies, certificates } };
    throw new HeddleError("not_found", {
      what: "There is no such join token.",
      why: `No join token has the id ${input.id}.`,
      next: "Look at the list of join tokens; it may be revoked already.",
    });
  });
  await mesh.port.identity?.recheckTokens();
}
