import type { Actor } from "../model/actor";
import type { AppStore } from "../store/app-store";
import type { SessionRow } from "../store/identity-stores";
import { personActor, tokenActor } from "./person-actor";
import { hashSecret, sameSecret } from "./secret-token";
import type { SessionTimes } from "./sessions/session-times";

const EXTEND_AFTER_MS = 60_000;
const TOUCH_AFTER_MS = 60_000;

/** The actor behind HEDDLE_BOOTSTRAP_TOKEN. */
export const BOOTSTRAP_ACTOR: Actor = {
  kind: "token",
  id: "bootstrap",
  name: "bootstrap token",
  roles: ["admin"],
  namespaces: null,
  ownerless: true,
};

/** The actor behind the token the launcher gives the processes it starts together: what the sample mesh acts as. */
export const LAUNCHER_ACTOR: Actor = {
  kind: "system",
  id: "launcher",
  name: "launcher",
  roles: ["operator"],
  namespaces: null,
};

export interface AuthDeps {
  store: Pick<AppStore, "sessions" | "apiTokens">;
  now(): number;
  /** HEDDLE_BOOTSTRAP_TOKEN; undefined: none set */
  bootstrapToken: string | undefined;
  /** HEDDLE_INTERNAL_TOKEN; undefined: none set */
  internalToken: string | undefined;
  times: SessionTimes;
}

export interface Credentials {
  bearer: string | undefined;
  sessionToken: string | undefined;
  /** whom a trusted proxy names; null: nobody, or no such proxy */
  proxyUser: string | null;
}

export interface Identity {
  actor: Actor;
  /** how they came in; as AuditEntry.via */
  via: string;
  /** set when a session cookie spoke, not a bearer token: mutations then need its CSRF token */
  session: SessionRow | null;
}

/**
 * Who holds these credentials, with their rights of this moment; null when nobody does. A bearer token wins over a cookie. Sessions in use
 * slide on, up to the end they were given at sign-in.
 */
export async function authenticate(deps: AuthDeps, credentials: Credentials): Promise<Identity | null> {
  if (credentials.bearer !== undefined) return byBearer(deps, credentials.bearer);
  if (credentials.sessionToken !== undefined) return bySession(deps, credentials.sessionToken, credentials.proxyUser);
  return null;
}

async function byBearer(deps: AuthDeps, secret: string): Promise<Identity | null> {
  if (deps.bootstrapToken !== undefined && sameSecret(secret, deps.bootstrapToken)) {
    return { actor: BOOTSTRAP_ACTOR, via: "bootstrap", session: null };
  }
  if (deps.internalToken !== undefined && sameSecret(secret, deps.internalToken)) {
    return { actor: LAUNCHER_ACTOR, via: "internal", session: null };
  }
  const found = await deps.store.apiTokens.find(hashSecret(secret));
  const now = deps.now();
  if (!found || isOver(found.token.expiresAtMs, now) || isDisabled(found.owner)) return null;
  const { token, owner } = found;
  if (token.lastUsedAtMs === null || now - token.lastUsedAtMs > TOUCH_AFTER_MS) {
    await deps.store.apiTokens.touch(token.id, now);
  }
  return { actor: tokenActor(token, owner), via: "token", session: null };
}

async function bySession(deps: AuthDeps, secret: string, proxyUser: string | null): Promise<Identity | null> {
  const tokenHash = hashSecret(secret);
  const found = await deps.store.sessions.find(tokenHash);
  const now = deps.now();
  if (!found) return null;
  const { session, person } = found;
  if (isOver(session.expiresAtMs, now) || isOver(session.endsAtMs, now) || isDisabled(person)) return null;
  // The proxy speaks for every call: once it names another or nobody, the session it began is nobody's.
  if (session.via === "proxy" && (proxyUser === null || proxyUser !== person?.subject)) return null;
  const actor = person ? personActor(person) : session.actor;
  const { via } = session;
  if (now - session.lastSeenAtMs <= EXTEND_AFTER_MS) return { actor, via, session };
  const expiresAtMs = Math.min(now + deps.times.idleMs, session.endsAtMs);
  await deps.store.sessions.extend(tokenHash, { expiresAtMs, lastSeenAtMs: now });
  return { actor, via, session: { ...session, expiresAtMs, lastSeenAtMs: now } };
}

function isOver(endMs: number | null, now: number): boolean {
  return endMs !== null && endMs <= now;
}

function isDisabled(person: { disabledAtMs: number | null } | null): boolean {
  return person !== null && person.disabledAtMs !== null;
}
