import type { ApiToken } from "../model/api-token";
import { apiTokenView } from "./api-token-view";
import { authorize } from "./authorize";
import type { Ctx } from "./ctx";

/** All API tokens, without their secrets. */
export async function listTokens({ ctx }: { ctx: Ctx }): Promise<ApiToken[]> {
  authorize(ctx, "admin", null);
  return (await ctx.store.apiTokens.list()).map(apiTokenView);
}
