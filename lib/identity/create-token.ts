import { randomUUID } from "node:crypto";
import type { Actor } from "../model/actor";
import type { CreatedApiToken, NewApiToken } from "../model/api-token";
import type { ApiTokenRow } from "../store/app-store";
import { apiTokenView } from "./api-token-view";
import type { Ctx } from "./ctx";
import { mutate } from "./mutate";
import { hashSecret, newSecret } from "./secret-token";

const DAY_MS = 86_400_000;

/** Makes an API token. Its secret is in this answer and nowhere else afterwards. */
export function createToken({ ctx, input }: { ctx: Ctx; input: NewApiToken }): Promise<CreatedApiToken> {
  const mutation = { action: "token.create", target: input.name, role: "admin", namespaces: [] } as const;
  return mutate(ctx, mutation, async (tx) => {
    const token = newSecret("hdl_");
    const id = randomUUID();
    const { name, roles, namespaces, expiresInDays } = input;
    const actor: Actor = { kind: "token", id, name, roles, namespaces };
    const now = ctx.now();
    const row: ApiTokenRow = {
      id,
      name,
      tokenHash: hashSecret(token),
      actor,
      createdAtMs: now,
      expiresAtMs: expiresInDays === null ? null : now + expiresInDays * DAY_MS,
      lastUsedAtMs: null,
    };
    await tx.apiTokens.create(row);
    return { value: { ...apiTokenView(row), token }, detail: { id, roles, namespaces, expiresInDays } };
  });
}
