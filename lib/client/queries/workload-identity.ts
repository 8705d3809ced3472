import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { CreatedJoinToken, JoinToken, type NewJoinToken } from "../../model/join-token";
import { MeshAuthorities } from "../../model/mesh-authority";
import { apiFetch } from "../api-fetch";

/** What admits proxies of the namespaces the reader operates, without secrets. */
export const joinTokensQuery = (mesh: string) =>
  queryOptions({
    queryKey: ["join-tokens", mesh],
    queryFn: ({ signal }) => apiFetch(z.array(JoinToken), "join-tokens", { signal, query: { mesh } }),
    enabled: mesh !== "",
    refetchInterval: 15_000,
  });

/** Makes a token; the answer holds its secret, shown this once. */
export function createJoinToken(mesh: string, input: NewJoinToken): Promise<CreatedJoinToken> {
  return apiFetch(CreatedJoinToken, "join-tokens", { method: "POST", query: { mesh }, body: input });
}

export async function withdrawJoinToken(mesh: string, id: string): Promise<void> {
  await apiFetch(z.unknown(), `join-tokens/${encodeURIComponent(id)}`, { method: "DELETE", query: { mesh } });
}

/** The roots that proxies trust, and which of them signs. */
export const authoritiesQuery = (mesh: string) =>
  queryOptions({
    queryKey: ["mesh-authority", mesh],
    queryFn: ({ signal }) => apiFetch(MeshAuthorities, "mesh-authority", { signal, query: { mesh } }),
    enabled: mesh !== "",
    refetchInterval: 30_000,
  });

export async function rotateAuthority(mesh: string): Promise<void> {
  await apiFetch(MeshAuthorities, "mesh-authority/rotate", { method: "POST", query: { mesh } });
}
