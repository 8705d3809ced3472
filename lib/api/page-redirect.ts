import type { ConsoleContext } from "./console-context";
import { toHeddleError } from "./error-response";
import type { Answer } from "./route";
import { endedOidcCookie } from "./session-cookie";

/**
 * For addresses that a browser opens as a page: goes on to where `work` says, or back to the sign-in page with the kind of what went wrong.
 * Its words are the page's own, so that nobody can put theirs into a link.
 */
export async function toPage(
  { app, settings }: ConsoleContext,
  work: () => Promise<{ location: string; cookies: string[] }>,
): Promise<Answer<null>> {
  try {
    const { location, cookies } = await work();
    return { body: null, status: 303, headers: { location }, cookies };
  } catch (error) {
    const { code } = toHeddleError(error);
    if (code === "internal" || code === "unavailable") app.log.error({ err: error }, "sign-in by OpenID Connect broke");
    const location = `/sign-in?problem=${code}`;
    return { body: null, status: 303, headers: { location }, cookies: [endedOidcCookie(settings.secureCookies)] };
  }
}
