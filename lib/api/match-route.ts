import { HeddleError } from "../model/heddle-error";
import type { Route } from "./route";

export interface RouteMatch {
  route: Route;
  params: Record<string, string>;
}

/**
 * The route for a method and a path below /api/v1. HEAD is served by GET. Fixed words win over variables.
 * Throws `not_found`, or `method_not_allowed` with the methods that are.
 */
export function matchRoute(routes: readonly Route[], method: string, path: string): RouteMatch {
  const parts = splitPath(path);
  const wanted = method === "HEAD" ? "GET" : method;
  const fitting = routes
    .flatMap((route) => {
      const params = paramsOf(route.path, parts);
      return params ? [{ route, params }] : [];
    })
    .sort((a, b) => variables(a.route) - variables(b.route));
  const match = fitting.find(({ route }) => route.method === wanted);
  if (match) return match;
  if (fitting.length === 0) throw notFound(path);
  const allow = fitting.map(({ route }) => route.method);
  throw new HeddleError("method_not_allowed", {
    what: `${method} is not a way to use /api/v1${path}.`,
    why: `It takes ${allow.join(", ")}.`,
    next: "GET /api/v1/openapi.json lists every address.",
    details: { allow },
  });
}

function splitPath(path: string): string[] {
  try {
    return path.split("/").filter(Boolean).map(decodeURIComponent);
  } catch {
    throw notFound(path);
  }
}

function notFound(path: string): HeddleError {
  return new HeddleError("not_found", {
    what: `There is no /api/v1${path.slice(0, 200)}.`,
    why: "No route has this address.",
    next: "GET /api/v1/openapi.json lists every address.",
  });
}

function variables(route: Route): number {
  return route.path.split("{").length;
}

function paramsOf(template: string, parts: string[]): Record<string, string> | null {
  const names = template.split("/").filter(Boolean);
  if (names.length !== parts.length) return null;
  const params: Record<string, string> = {};
  for (const [i, name] of names.entries()) {
    const part = parts[i] ?? "";
    if (name.startsWith("{")) params[name.slice(1, -1)] = part;
    else if (name !== part) return null;
  }
  return params;
}
