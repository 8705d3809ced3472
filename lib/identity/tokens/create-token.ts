import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { Actor, Grant } from "../../model/actor";
import type { CreatedApiToken, NewApiToken } from "../../model/api-token";
import { summariseGrants } from "../../model/grants";
import type { ApiTokenRow } from "../../store/identity-stores";
import { authorize } from "../authorize";
import type { Ctx } from "../ctx";
import { mutate } from "../mutate";
import { hashSecret, newSecret } from "../secret-token";
import { apiTokenView } from "./api-token-view";

const DAY_MS = 86_400_000;

/**
 * Makes an API token within the maker's own rights; who acts by a token themselves makes others only as administrator. A person's token acts
 * for the person. Its secret is in this answer and nowhere else afterwards.
 */
export function createToken({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: z.output<typeof NewApiToken>;
}): Promise<CreatedApiToken> {
  const { name, roles, readOnly, expiresInDays } = input;
  const grants = input.grants ?? roles.map((role): Grant => ({ role, namespaces: input.namespaces }));
  const mutation = { action: "token.create", target: name, role: "viewer", namespaces: namespacesOf(grants) } as const;
  return mutate(ctx, mutation, async (tx) => {
    if (ctx.actor.kind === "token") authorize(ctx, "admin", null);
    for (const { role, namespaces } of grants) {
      for (const namespace of namespaces ?? [null]) authorize(ctx, role, namespace);
    }
    const token = newSecret("hdl_");
    const id = randomUUID();
    const owner = await tx.people.get(ctx.actor.id);
    const actorId = ctx.actor.kind === "user" ? ctx.actor.id : id;
    const actor: Actor = { kind: "token", id: actorId, name, ...summariseGrants(grants), grants };
    const now = ctx.now();
    const row: ApiTokenRow = {
      id,
      name,
      tokenHash: hashSecret(token),
      actor,
      ownerId: owner?.id ?? null,
      readOnly,
      createdAtMs: now,
      expiresAtMs: expiresInDays === null ? null : now + expiresInDays * DAY_MS,
      lastUsedAtMs: null,
    };
    await tx.apiTokens.create(row);
    const made = { ...apiTokenView(row, owner?.name ?? null), token };
    return { value: made, detail: { id, grants, readOnly, expiresInDays, owner: owner?.login ?? null } };
  });
}

/** Where a token would hold; [] when everywhere. */
function namespacesOf(grants: readonly Grant[]): string[] {
  return summariseGrants(grants).namespaces ?? [];
}
