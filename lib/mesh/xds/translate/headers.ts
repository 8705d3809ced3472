import type { Headers } from "../../../policy/schema/http-route";
import type { Json } from "./resource";

const isHost = (name: string) => name.toLowerCase() === "host" || name.toLowerCase() === ":authority";

/**
 * Header operations of a route or a destination: `set` overwrites, then `add` appends, each sorted by name; a host in
 * request.set is a rewrite of the authority (`hostRewrite`), not a header. Source: policy.md 2.3 rule 8.
 */
export function headerOperations(headers: Headers | undefined): { fields: Json; hostRewrite: string | undefined } {
  const { request, response } = headers ?? {};
  const hostRewrite = Object.entries(request?.set ?? {}).find(([name]) => isHost(name))?.[1];
  const lists: Record<string, unknown[]> = {
    request_headers_to_add: [
      ...options(request?.set, "OVERWRITE_IF_EXISTS_OR_ADD"),
      ...options(request?.add, "APPEND_IF_EXISTS_OR_ADD"),
    ],
    request_headers_to_remove: request?.remove ?? [],
    response_headers_to_add: [
      ...options(response?.set, "OVERWRITE_IF_EXISTS_OR_ADD"),
      ...options(response?.add, "APPEND_IF_EXISTS_OR_ADD"),
    ],
    response_headers_to_remove: response?.remove ?? [],
  };
  return { fields: Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)), hostRewrite };
}

function options(values: Record<string, string> | undefined, action: string): Json[] {
  return Object.entries(values ?? {})
    .filter(([name]) => !isHost(name))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => ({ header: { key, value }, append_action: action }));
}
