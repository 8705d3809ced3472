import { isOwnPath } from "../model/own-path";

/** `__Host-` binds a cookie to this host and to https (RFC 6265bis); it needs Secure, so plain http has the short name. */
const nameOf = (name: string, secure: boolean) => (secure ? `__Host-${name}` : name);

const SESSION = "heddle_session";
const OIDC = "heddle_oidc";
const OIDC_SEC = 600;

function readCookie(header: string | null, name: string): string | undefined {
  for (const pair of (header ?? "").split(";")) {
    const [key, ...value] = pair.trim().split("=");
    if (key === name) return value.join("=") || undefined;
  }
  return undefined;
}

function writeCookie(name: string, value: string, maxAgeSec: number, secure: boolean): string {
  const flags = `Path=/; Max-Age=${maxAgeSec}; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
  return `${nameOf(name, secure)}=${value}; ${flags}`;
}

/** The session's secret out of a Cookie header. */
export function readSessionCookie(header: string | null, secure: boolean): string | undefined {
  return readCookie(header, nameOf(SESSION, secure));
}

/** The Set-Cookie header that signs in, for as long as the session may live at most; the server ends it earlier when it is not used. */
export function sessionCookie(secret: string, longestMs: number, secure: boolean): string {
  return writeCookie(SESSION, secret, Math.floor(longestMs / 1000), secure);
}

/** The Set-Cookie header that signs out. */
export function endedSessionCookie(secure: boolean): string {
  return writeCookie(SESSION, "", 0, secure);
}

/** What a sign-in by OpenID Connect leaves in the browser that begins it: its secret and where to go afterwards. */
export function oidcCookie({ secret, next }: { secret: string; next: string }, secure: boolean): string {
  return writeCookie(OIDC, `${secret}.${Buffer.from(next).toString("base64url")}`, OIDC_SEC, secure);
}

export function readOidcCookie(header: string | null, secure: boolean): { secret: string; next: string } | null {
  const [secret, next] = readCookie(header, nameOf(OIDC, secure))?.split(".") ?? [];
  return secret ? { secret, next: safePath(Buffer.from(next ?? "", "base64url").toString()) } : null;
}

export function endedOidcCookie(secure: boolean): string {
  return writeCookie(OIDC, "", 0, secure);
}

/** A page of ours and nothing else: "/graph" for what leads elsewhere. */
export function safePath(path: string | undefined): string {
  return isOwnPath(path) ? path : "/graph";
}
