import type { ApiToken } from "../../model/api-token";
import { holdsRole } from "../../model/grants";
import type { Ctx } from "../ctx";
import { apiTokenView } from "./api-token-view";
import { isOwnToken } from "./is-own-token";

/** API tokens, without their secrets: all of them for administrators, else one's own. */
export async function listTokens({ ctx }: { ctx: Ctx }): Promise<ApiToken[]> {
  const rows = await ctx.store.apiTokens.list();
  const seen = holdsRole(ctx.actor, "admin", null) ? rows : rows.filter((row) => isOwnToken(row, ctx.actor));
  const people = new Map((await ctx.store.people.list()).map((person) => [person.id, person.name]));
  return seen.map((row) => apiTokenView(row, (row.ownerId && people.get(row.ownerId)) ?? null));
}
