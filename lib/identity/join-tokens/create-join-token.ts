import { randomUUID } from "node:crypto";
import type { MeshIdentity } from "../../mesh/port";
import { HeddleError } from "../../model/heddle-error";
import type { CreatedJoinToken, NewJoinToken } from "../../model/join-token";
import type { Ctx, MeshHandle } from "../ctx";
import { mutate } from "../mutate";
import { hashSecret, newSecret } from "../secret-token";
import { joinTokenView } from "./join-token-view";

/** The identities of a mesh. Throws `not_found` for one whose control plane issues none here. */
export function identityOf({ name, port }: MeshHandle): MeshIdentity {
  if (port.identity) return port.identity;
  throw new HeddleError("not_found", {
    what: `Mesh ${name} has no join tokens.`,
    why: "Its identities are issued by its own control plane, not by Heddle.",
    next: "Add proxies the way that control plane does.",
  });
}

/** Makes a token that admits proxies of one workload to its identity. Its secret is in this answer and nowhere else afterwards. */
export function createJoinToken({
  ctx,
  mesh,
  input,
}: {
  ctx: Ctx;
  mesh: MeshHandle;
  input: NewJoinToken;
}): Promise<CreatedJoinToken> {
  const { namespace, workload, name, maxProxies, expiresInMinutes, serviceAccount = workload } = input;
  const mutation = {
    action: "join-token.create",
    target: `${namespace}/${workload}`,
    role: "operator",
    namespaces: [namespace],
  } as const;
  return mutate(ctx, mutation, async (tx) => {
    const identity = identityOf(mesh);
    const token = newSecret("hdj_");
    const now = ctx.now();
    const row = {
      id: randomUUID(),
      mesh: mesh.name,
      ...{ name, namespace, workload, serviceAccount, maxProxies },
      tokenHash: hashSecret(token),
      createdBy: ctx.actor.name,
      createdAtMs: now,
      expiresAtMs: now + expiresInMinutes * 60_000,
    };
    await tx.joinTokens.create(row);
    const detail = { id: row.id, name, serviceAccount, maxProxies, expiresInMinutes };
    return {
      value: { ...joinTokenView({ ...row, proxies: [], lastAdmittedAtMs: null }), token, xdsCa: identity.xdsCa() },
      detail,
    };
  });
}
