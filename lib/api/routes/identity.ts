import { z } from "zod";
import { createSignInLink, NewSignInLink } from "../../identity/create-sign-in-link";
import { createToken } from "../../identity/create-token";
import { listTokens } from "../../identity/list-tokens";
import { redeemSignInLink } from "../../identity/redeem-sign-in-link";
import { revokeToken } from "../../identity/revoke-token";
import { signOut } from "../../identity/sign-out";
import type { Actor } from "../../model/actor";
import { ApiToken, CreatedApiToken, NewApiToken } from "../../model/api-token";
import { SessionInfo } from "../../model/session-info";
import { meshOf } from "../../queries/mesh-of";
import type { ConsoleContext } from "../console-context";
import { defineRoute, type Route } from "../route";
import { endedSessionCookie, sessionCookie } from "../session-cookie";
import { signInUrl } from "../sign-in-url";

function sessionInfo({ app, settings }: ConsoleContext, actor: Actor, csrfToken: string): SessionInfo {
  const meshes = [...app.meshes.keys()];
  return { actor, csrfToken, mesh: meshOf(app, undefined).name, meshes, publicUrl: settings.publicUrl };
}

export const identityRoutes: Route[] = [
  defineRoute({
    method: "GET",
    path: "/session",
    summary:
      "Who is signed in, and which meshes there are. csrfToken goes into x-heddle-csrf of calls by cookie that change something.",
    role: "viewer",
    output: SessionInfo,
    run: async ({ ctx, console, session }) => ({ body: sessionInfo(console, ctx.actor, session?.csrfToken ?? "") }),
  }),
  defineRoute({
    method: "POST",
    path: "/session",
    summary: "Signs in with the token of a one-time link; sets the session cookie.",
    role: null,
    body: z.object({ token: z.string().min(1).max(200) }),
    output: SessionInfo,
    errors: ["unauthenticated", "rate_limited"],
    run: async ({ ctx, console, body }) => {
      const { secret, session } = await redeemSignInLink({ ctx, input: body, failures: console.failures });
      return {
        body: sessionInfo(console, session.actor, session.csrfToken),
        status: 201,
        headers: { "set-cookie": sessionCookie(secret, console.settings.secureCookies) },
      };
    },
  }),
  defineRoute({
    method: "DELETE",
    path: "/session",
    summary: "Signs out.",
    role: "viewer",
    output: z.null(),
    run: async ({ ctx, console, session }) => {
      await signOut({ ctx, input: { tokenHash: session?.tokenHash ?? null } });
      return { body: null, status: 204, headers: { "set-cookie": endedSessionCookie(console.settings.secureCookies) } };
    },
  }),
  defineRoute({
    method: "POST",
    path: "/sign-in-links",
    summary: "Makes a link that signs one person in, once, within 15 minutes.",
    role: "admin",
    body: NewSignInLink,
    output: z.object({ url: z.url() }),
    run: async ({ ctx, console, body }) => {
      const { token } = await createSignInLink({ ctx, input: body });
      return { body: { url: signInUrl(console.settings.publicUrl, token) }, status: 201 };
    },
  }),
  defineRoute({
    method: "GET",
    path: "/tokens",
    summary: "API tokens, without their secrets.",
    role: "admin",
    output: z.array(ApiToken),
    run: async ({ ctx }) => ({ body: await listTokens({ ctx }) }),
  }),
  defineRoute({
    method: "POST",
    path: "/tokens",
    summary: "Makes an API token; its secret is in this answer and nowhere else afterwards.",
    role: "admin",
    body: NewApiToken,
    output: CreatedApiToken,
    run: async ({ ctx, body }) => ({ body: await createToken({ ctx, input: body }), status: 201 }),
  }),
  defineRoute({
    method: "DELETE",
    path: "/tokens/{id}",
    summary: "Ends an API token at once.",
    role: "admin",
    params: z.object({ id: z.string().max(64) }),
    output: z.null(),
    errors: ["not_found"],
    run: async ({ ctx, params }) => {
      await revokeToken({ ctx, input: params });
      return { body: null, status: 204 };
    },
  }),
];
