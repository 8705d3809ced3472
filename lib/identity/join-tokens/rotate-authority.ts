import type { MeshAuthorities } from "../../model/mesh-authority";
import { appendAudit } from "../audit";
import { requireRole } from "../authorize";
import type { Ctx, MeshHandle } from "../ctx";
import { auditFacts, guard } from "../mutate";
import { identityOf } from "./create-join-token";

/** The mesh's roots. */
export async function readAuthorities({ ctx, mesh }: { ctx: Ctx; mesh: MeshHandle }): Promise<MeshAuthorities> {
  requireRole(ctx.actor, "viewer");
  return identityOf(mesh).authorities();
}

/** Begins a rotation of the mesh's root. Throws `conflict` while one is under way, `refused_by_policy` for an authority given by files. */
export function rotateAuthority({ ctx, mesh }: { ctx: Ctx; mesh: MeshHandle }): Promise<MeshAuthorities> {
  const mutation = { action: "authority.rotate", target: mesh.name, role: "admin", namespaces: [] } as const;
  return guard(ctx, mutation, async () => {
    const identity = identityOf(mesh);
    await appendAudit(ctx.store.audit, ctx, { ...auditFacts(mutation), outcome: "allowed" });
    await identity.rotateAuthority();
    return identity.authorities();
  });
}
