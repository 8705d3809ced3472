const NAME = "heddle_session";
const MAX_AGE_SEC = 12 * 3600;

/** The session's secret out of a Cookie header. */
export function readSessionCookie(header: string | null): string | undefined {
  for (const pair of (header ?? "").split(";")) {
    const [name, ...value] = pair.trim().split("=");
    if (name === NAME) return value.join("=") || undefined;
  }
  return undefined;
}

/** The Set-Cookie header that signs in. */
export function sessionCookie(secret: string, secure: boolean): string {
  return `${NAME}=${secret}; Path=/; Max-Age=${MAX_AGE_SEC}; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
}

/** The Set-Cookie header that signs out. */
export function endedSessionCookie(secure: boolean): string {
  return `${NAME}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
}
