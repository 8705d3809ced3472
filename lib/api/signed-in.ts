import type { SignInDeps } from "../identity/sessions/redeem-sign-in-link";
import type { StartedSession, Visitor } from "../identity/sessions/start-session";
import type { Actor } from "../model/actor";
import type { SessionInfo } from "../model/session-info";
import { meshOf } from "../queries/mesh-of";
import type { SessionRow } from "../store/identity-stores";
import type { ConsoleContext } from "./console-context";
import type { Answer, Call } from "./route";
import { sessionCookie } from "./session-cookie";

type AnyCall = Pick<Call<unknown, unknown, unknown>, "console" | "headers" | "session">;

/** What a page needs to know of its session. */
export function sessionInfo({ app, settings }: ConsoleContext, actor: Actor, session: SessionRow | null): SessionInfo {
  const meshes = [...app.meshes.keys()];
  const environments = Object.fromEntries(
    [...app.meshes.values()].flatMap(({ name, environment }) => (environment ? [[name, environment]] : [])),
  );
  return {
    actor,
    csrfToken: session?.csrfToken ?? "",
    mesh: meshOf(app, undefined).name,
    meshes,
    publicUrl: settings.publicUrl,
    environments,
    ...(session ? { via: session.via } : {}),
  };
}

/** The answer to a sign-in: the session and its cookie. */
export function signedIn({ console }: AnyCall, { secret, session }: StartedSession): Answer<SessionInfo> {
  const { secureCookies } = console.settings;
  return {
    body: sessionInfo(console, session.actor, session),
    status: 201,
    cookies: [sessionCookie(secret, console.signIn.times.longestMs, secureCookies)],
  };
}

export function visitorOf({ headers, session }: AnyCall): Visitor {
  return { userAgent: headers.get("user-agent") ?? "", replaces: session?.tokenHash ?? null };
}

export function signInDeps({ console }: AnyCall): SignInDeps {
  return { failures: console.failures, times: console.signIn.times };
}
