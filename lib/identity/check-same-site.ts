import { HeddleError } from "../model/heddle-error";
import type { SessionRow } from "../store/identity-stores";
import { sameSecret } from "./secret-token";

export interface SiteFacts {
  /** Origin header, null when absent */
  origin: string | null;
  /** Sec-Fetch-Site header, null when absent */
  fetchSite: string | null;
  /** x-heddle-csrf header, null when absent */
  csrf: string | null;
  /** origins the console is reached at */
  allowedOrigins: ReadonlySet<string>;
}

/** Throws `forbidden` when a browser says that the call comes from a page of another site. Calls outside browsers carry neither header. */
export function checkOrigin({ origin, fetchSite, allowedOrigins }: SiteFacts): void {
  const foreign =
    origin !== null ? !allowedOrigins.has(origin) : fetchSite === "cross-site" || fetchSite === "same-site";
  if (!foreign) return;
  throw new HeddleError("forbidden", {
    what: "This call comes from another site.",
    why: `Its origin ${origin ?? "(hidden)"} is not the console's own.`,
    next: "Use the console at its own address; set HEDDLE_PUBLIC_URL when it is reached by another one.",
  });
}

/** Throws `forbidden` unless a call signed by a session cookie carries that session's CSRF token. */
export function checkCsrf(facts: SiteFacts, session: SessionRow): void {
  if (facts.csrf !== null && sameSecret(facts.csrf, session.csrfToken)) return;
  throw new HeddleError("forbidden", {
    what: "The call lacks its session's CSRF token.",
    why:
      facts.csrf === null
        ? "The header x-heddle-csrf is missing."
        : "The header x-heddle-csrf belongs to another session.",
    next: "Send the csrfToken of GET /api/v1/session in x-heddle-csrf; reload an open page.",
  });
}
