import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { ApiToken, CreatedApiToken, type NewApiToken } from "../../model/api-token";
import { apiFetch } from "../api-fetch";

/** API tokens, without their secrets. */
export const tokensQuery = () =>
  queryOptions({
    queryKey: ["tokens"],
    queryFn: ({ signal }) => apiFetch(z.array(ApiToken), "tokens", { signal }),
  });

/** Makes a token; the answer holds its secret, shown this once. */
export function createToken(input: NewApiToken): Promise<CreatedApiToken> {
  return apiFetch(CreatedApiToken, "tokens", { method: "POST", body: input });
}

/** Ends a token at once. */
export async function revokeToken(id: string): Promise<void> {
  await apiFetch(z.unknown(), `tokens/${encodeURIComponent(id)}`, { method: "DELETE" });
}
