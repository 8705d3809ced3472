import { HeddleError } from "../model/heddle-error";

/** The ETag of a stored object: its resourceVersion in quotes. */
export function etagOf(resourceVersion: string): string {
  return `"${resourceVersion}"`;
}

/**
 * Which state a writer says it saw. `If-None-Match: *`: null, it must not exist; `If-Match: "7"`: that one; neither: undefined, whatever is
 * there. Throws `invalid_input` for anything else. Source: RFC 9110, 13.1.
 */
export function wantedVersion(headers: Headers): string | null | undefined {
  const match = headers.get("if-match")?.trim();
  const noneMatch = headers.get("if-none-match")?.trim();
  if (match === undefined && noneMatch === undefined) return undefined;
  if (noneMatch === "*" && match === undefined) return null;
  const version = match === undefined ? undefined : /^"([^",]+)"$/.exec(match)?.[1];
  if (version !== undefined && noneMatch === undefined) return version;
  throw new HeddleError("invalid_input", {
    what: "The call's condition is not one of those Heddle knows.",
    why: "It takes If-Match with one ETag in quotes, or If-None-Match: *.",
    next: 'Send the ETag of your last GET, e.g. If-Match: "7".',
  });
}
