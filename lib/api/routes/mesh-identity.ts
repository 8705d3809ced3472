import { z } from "zod";
import { createJoinToken } from "../../identity/join-tokens/create-join-token";
import { listJoinTokens } from "../../identity/join-tokens/list-join-tokens";
import { revokeJoinToken } from "../../identity/join-tokens/revoke-join-token";
import { readAuthorities, rotateAuthority } from "../../identity/join-tokens/rotate-authority";
import { CreatedJoinToken, JoinToken, NewJoinToken } from "../../model/join-token";
import { MeshAuthorities } from "../../model/mesh-authority";
import { MtlsHistory, MtlsOverview } from "../../model/mtls-overview";
import { meshOf } from "../../queries/mesh-of";
import { mtlsHistory } from "../../queries/mtls-history";
import { mtlsOverview } from "../../queries/mtls-overview";
import { MeshParam } from "../query-params";
import { defineRoute, type Route } from "../route";

const query = z.object({ mesh: MeshParam });

export const meshIdentityRoutes: Route[] = [
  defineRoute({
    method: "GET",
    path: "/mtls",
    summary: "How far each namespace is on the way to mutual TLS, who still talks plaintext, and who each workload is.",
    role: "viewer",
    query,
    output: MtlsOverview,
    errors: ["not_found"],
    run: async ({ ctx, query: input }) => ({ body: await mtlsOverview({ ctx, input }) }),
  }),
  defineRoute({
    method: "GET",
    path: "/mtls/history",
    summary: "How traffic travelled over the last 24 hours: mutual TLS, plaintext, and how many talked plaintext.",
    role: "viewer",
    query: query.extend({ namespace: z.string().max(63).optional() }),
    output: MtlsHistory,
    errors: ["not_found"],
    run: async ({ ctx, query: input }) => ({ body: await mtlsHistory({ ctx, input }) }),
  }),
  defineRoute({
    method: "GET",
    path: "/join-tokens",
    summary: "Join tokens of the namespaces you operate, with the proxies each has admitted; without their secrets.",
    role: "operator",
    query,
    output: z.array(JoinToken),
    errors: ["not_found"],
    run: async ({ ctx, query: { mesh } }) => ({ body: await listJoinTokens({ ctx, mesh: meshOf(ctx, mesh) }) }),
  }),
  defineRoute({
    method: "POST",
    path: "/join-tokens",
    summary:
      "Makes a token that admits proxies of one workload to its identity; its secret is in this answer and nowhere else afterwards.",
    role: "operator",
    query,
    body: NewJoinToken,
    output: CreatedJoinToken,
    errors: ["not_found"],
    run: async ({ ctx, query: { mesh }, body }) => ({
      body: await createJoinToken({ ctx, mesh: meshOf(ctx, mesh), input: body }),
      status: 201,
    }),
  }),
  defineRoute({
    method: "DELETE",
    path: "/join-tokens/{id}",
    summary: "Ends a join token, and with it the identity of every proxy it admitted.",
    role: "operator",
    params: z.object({ id: z.string().max(64) }),
    query,
    output: z.null(),
    errors: ["not_found"],
    run: async ({ ctx, query: { mesh }, params }) => {
      await revokeJoinToken({ ctx, mesh: meshOf(ctx, mesh), input: params });
      return { body: null, status: 204 };
    },
  }),
  defineRoute({
    method: "GET",
    path: "/mesh-authority",
    summary: "The roots that the mesh's proxies trust, and the trust domain.",
    role: "viewer",
    query,
    output: MeshAuthorities,
    errors: ["not_found"],
    run: async ({ ctx, query: { mesh } }) => ({ body: await readAuthorities({ ctx, mesh: meshOf(ctx, mesh) }) }),
  }),
  defineRoute({
    method: "POST",
    path: "/mesh-authority/rotate",
    summary: "Begins a rotation of the root: both roots are trusted until the old one's certificates have run out.",
    role: "admin",
    query,
    output: MeshAuthorities,
    errors: ["not_found", "conflict", "refused_by_policy"],
    run: async ({ ctx, query: { mesh } }) => ({ body: await rotateAuthority({ ctx, mesh: meshOf(ctx, mesh) }) }),
  }),
];
