import { z } from "zod";
import { acceptInvitation, lookAtInvitation } from "../../identity/accounts/accept-invitation";
import { oidcFlow } from "../../identity/oidc/oidc-flow";
import { signInWithOidc } from "../../identity/oidc/sign-in-with-oidc";
import { PasswordText } from "../../identity/passwords/password-rules";
import { newSecret } from "../../identity/secret-token";
import { createSignInLink, NewSignInLink } from "../../identity/sessions/create-sign-in-link";
import { redeemSignInLink } from "../../identity/sessions/redeem-sign-in-link";
import { signInByProxy } from "../../identity/sessions/sign-in-by-proxy";
import { signInWithPassword } from "../../identity/sessions/sign-in-with-password";
import { signOut } from "../../identity/sessions/sign-out";
import { InvitationFacts, SignInWays } from "../../model/person";
import { SessionInfo } from "../../model/session-info";
import { namedByProxy } from "../identify";
import { toPage } from "../page-redirect";
import { defineRoute, type Route } from "../route";
import {
  endedOidcCookie,
  endedSessionCookie,
  oidcCookie,
  readOidcCookie,
  safePath,
  sessionCookie,
} from "../session-cookie";
import { signInUrl } from "../sign-in-url";
import { localAccounts, oidcOf } from "../sign-in-ways";
import { sessionInfo, signedIn, signInDeps, visitorOf } from "../signed-in";

const Secret = z.string().min(1).max(200);

export const signInRoutes: Route[] = [
  defineRoute({
    method: "GET",
    path: "/sign-in-ways",
    summary: "Which ways there are to sign in.",
    role: null,
    output: SignInWays,
    run: async ({ console, headers }) => ({
      body: {
        password: console.signIn.localAccounts,
        oidc: console.signIn.oidc?.name ?? null,
        proxy: namedByProxy(console, headers) !== null,
      },
    }),
  }),
  defineRoute({
    method: "GET",
    path: "/session",
    summary:
      "Who is signed in, and which meshes there are. csrfToken goes into x-heddle-csrf of calls by cookie that change something.",
    role: "viewer",
    output: SessionInfo,
    run: async ({ ctx, console, session }) => ({ body: sessionInfo(console, ctx.actor, session) }),
  }),
  defineRoute({
    method: "POST",
    path: "/session",
    summary: "Signs in with the token of a one-time link; sets the session cookie.",
    role: null,
    signsIn: true,
    body: z.object({ token: Secret }),
    output: SessionInfo,
    errors: ["unauthenticated", "rate_limited"],
    run: async (call) => {
      const input = { ...call.body, ...visitorOf(call) };
      return signedIn(call, await redeemSignInLink({ ctx: call.ctx, input, deps: signInDeps(call) }));
    },
  }),
  defineRoute({
    method: "POST",
    path: "/session/password",
    summary: "Signs in to a local account; sets the session cookie.",
    role: null,
    signsIn: true,
    body: z.object({ login: z.string().trim().min(1).max(120), password: PasswordText }),
    output: SessionInfo,
    errors: ["unauthenticated", "rate_limited"],
    run: async (call) => {
      const input = { ...call.body, ...visitorOf(call) };
      return signedIn(call, await signInWithPassword({ ctx: call.ctx, input, deps: localAccounts(call.console) }));
    },
  }),
  defineRoute({
    method: "POST",
    path: "/session/proxy",
    summary: "Signs in whom the trusted proxy in front of the console names; sets the session cookie.",
    role: null,
    signsIn: true,
    output: SessionInfo,
    errors: ["unauthenticated", "forbidden", "rate_limited"],
    run: async (call) => {
      const input = { named: namedByProxy(call.console, call.headers), ...visitorOf(call) };
      const deps = { ...signInDeps(call), rules: call.console.signIn.proxy?.rules ?? [] };
      return signedIn(call, await signInByProxy({ ctx: call.ctx, input, deps }));
    },
  }),
  defineRoute({
    method: "POST",
    path: "/session/invitation/look",
    summary: "Whom an invitation is for.",
    role: null,
    signsIn: true,
    body: z.object({ token: Secret }),
    output: InvitationFacts,
    errors: ["unauthenticated", "rate_limited"],
    run: async (call) => ({
      body: await lookAtInvitation({ ctx: call.ctx, input: call.body, deps: signInDeps(call) }),
    }),
  }),
  defineRoute({
    method: "POST",
    path: "/session/invitation",
    summary: "Sets the password of the invited person, once, and signs in; sets the session cookie.",
    role: null,
    signsIn: true,
    body: z.object({ token: Secret, password: PasswordText }),
    output: SessionInfo,
    errors: ["unauthenticated", "rate_limited"],
    run: async (call) => {
      const input = { ...call.body, ...visitorOf(call) };
      const deps = { ...signInDeps(call), passwords: localAccounts(call.console).passwords };
      return signedIn(call, await acceptInvitation({ ctx: call.ctx, input, deps }));
    },
  }),
  defineRoute({
    method: "GET",
    path: "/session/oidc",
    summary: "Sends the browser to the OpenID provider; next: the page to come back to.",
    role: null,
    query: z.object({ next: z.string().max(2000).optional() }),
    output: z.null(),
    errors: ["unavailable"],
    run: ({ console, query }) =>
      toPage(console, async () => {
        const secret = newSecret("");
        const location = await oidcOf(console).provider.begin(oidcFlow(secret));
        const cookie = oidcCookie({ secret, next: safePath(query.next) }, console.settings.secureCookies);
        return { location: location.href, cookies: [cookie] };
      }),
  }),
  defineRoute({
    method: "GET",
    path: "/session/oidc/callback",
    summary: "Where the OpenID provider sends browsers back to: signs in and goes on to the page asked for.",
    role: null,
    query: z.record(z.string(), z.string()),
    output: z.null(),
    errors: ["unauthenticated", "forbidden", "unavailable", "rate_limited"],
    run: (call) =>
      toPage(call.console, async () => {
        const { secureCookies } = call.console.settings;
        const begun = readOidcCookie(call.headers.get("cookie"), secureCookies);
        const search = new URLSearchParams(call.query).toString();
        const input = { secret: begun?.secret ?? null, search, ...visitorOf(call) };
        const deps = { ...signInDeps(call), ...oidcOf(call.console) };
        const { secret } = await signInWithOidc({ ctx: call.ctx, input, deps });
        const session = sessionCookie(secret, call.console.signIn.times.longestMs, secureCookies);
        return { location: begun?.next ?? "/graph", cookies: [session, endedOidcCookie(secureCookies)] };
      }),
  }),
  defineRoute({
    method: "DELETE",
    path: "/session",
    summary: "Signs out.",
    role: null,
    output: z.null(),
    run: async ({ ctx, console, session }) => {
      await signOut({ ctx, input: { tokenHash: session?.tokenHash ?? null } });
      return { body: null, status: 204, cookies: [endedSessionCookie(console.settings.secureCookies)] };
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
];
