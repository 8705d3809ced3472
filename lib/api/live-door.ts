import type { IncomingMessage } from "node:http";
import { isAnonymous } from "../identity/anonymous";
import type { LiveDoor } from "../live/live-server";
import { isHeddleError } from "../model/heddle-error";
import type { ConsoleContext } from "./console-context";
import { identify } from "./identify";

/** Who may open a live connection: whoever may call the API, from the console's own pages or from no browser. */
export function liveDoor(console: ConsoleContext): LiveDoor {
  return {
    async identify(request) {
      try {
        const { actor } = await identify(console, headersOf(request));
        return isAnonymous(actor) ? null : actor;
      } catch (error) {
        if (isHeddleError(error) && (error.code === "unauthenticated" || error.code === "rate_limited")) return null;
        throw error;
      }
    },
    sameOrigin({ headers: { origin } }) {
      return origin === undefined || console.settings.allowedOrigins.has(origin);
    },
  };
}

function headersOf({ headers: given }: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(given)) if (typeof value === "string") headers.set(name, value);
  return headers;
}
