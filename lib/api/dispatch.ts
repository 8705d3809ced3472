import { sharedConsoleContext } from "./console-context";
import { handle } from "./handle";
import { routes } from "./routes";

/** The whole API as one function from Request to Response, for app/api/v1/[...path]/route.ts. */
export function dispatch(request: Request): Promise<Response> {
  const path = new URL(request.url).pathname.replace(/^\/api\/v1/, "");
  return handle(sharedConsoleContext(), routes, request, path);
}
