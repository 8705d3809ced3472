import type { JoinToken } from "../../model/join-token";
import { coversNamespace, requireRole } from "../authorize";
import type { Ctx, MeshHandle } from "../ctx";
import { joinTokenView } from "./join-token-view";

/** The join tokens of the namespaces the actor operates, newest first, without their secrets. */
export async function listJoinTokens({ ctx, mesh }: { ctx: Ctx; mesh: MeshHandle }): Promise<JoinToken[]> {
  requireRole(ctx.actor, "operator");
  const rows = await ctx.store.joinTokens.list(mesh.name);
  return rows.filter(({ namespace }) => coversNamespace(ctx.actor, namespace)).map(joinTokenView);
}
