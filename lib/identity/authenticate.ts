import type { Actor } from "../model/actor";
import type { AppStore, SessionRow } from "../store/app-store";
import { hashSecret, sameSecret } from "./secret-token";

export const SESSION_MS = 12 * 3600_000;
const EXTEND_AFTER_MS = 5 * 60_000;
const TOUCH_AFTER_MS = 60_000;

/** The actor behind HEDDLE_BOOTSTRAP_TOKEN. */
export const BOOTSTRAP_ACTOR: Actor = {
  kind: "token",
  id: "bootstrap",
  name: "bootstrap token",
  roles: ["admin"],
  namespaces: null,
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
}

export interface Identity {
  actor: Actor;
  /** set when a session cookie spoke, not a bearer token: mutations then need its CSRF token */
  session: SessionRow | null;
}

/** Who holds these credentials; null when nobody does. A bearer token wins over a cookie. Sessions in use slide by 12 h. */
export async function authenticate(
  deps: AuthDeps,
  credentials: { bearer: string | undefined; sessionToken: string | undefined },
): Promise<Identity | null> {
  if (credentials.bearer !== undefined) return byBearer(deps, credentials.bearer);
  if (credentials.sessionToken !== undefined) return bySession(deps, credentials.sessionToken);
  return null;
}

async function byBearer(deps: AuthDeps, token: string): Promise<Identity | null> {
  if (deps.bootstrapToken !== undefined && sameSecret(token, deps.bootstrapToken)) {
    return { actor: BOOTSTRAP_ACTOR, session: null };
  }
  if (deps.internalToken !== undefined && sameSecret(token, deps.internalToken)) {
    return { actor: LAUNCHER_ACTOR, session: null };
  }
  const row = await deps.store.apiTokens.find(hashSecret(token));
  const now = deps.now();
  if (!row || (row.expiresAtMs !== null && row.expiresAtMs <= now)) return null;
  if (row.lastUsedAtMs === null || now - row.lastUsedAtMs > TOUCH_AFTER_MS) {
    await deps.store.apiTokens.touch(row.id, now);
  }
  return { actor: row.actor, session: null };
}

async function bySession(deps: AuthDeps, token: string): Promise<Identity | null> {
  const tokenHash = hashSecret(token);
  const row = await deps.store.sessions.find(tokenHash);
  const now = deps.now();
  if (!row || row.expiresAtMs <= now) return null;
  const expiresAtMs = now + SESSION_MS;
  if (expiresAtMs - row.expiresAtMs > EXTEND_AFTER_MS) {
    await deps.store.sessions.extend(tokenHash, expiresAtMs);
    return { actor: row.actor, session: { ...row, expiresAtMs } };
  }
  return { actor: row.actor, session: row };
}
