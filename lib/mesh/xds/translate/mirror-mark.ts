import { SOURCE_HEADER } from "./access-loggers";
import { type Json, typed } from "./resource";

/** On the way from proxy to proxy: carries the mesh's mark, and goes no further. */
const MARK_HEADER = "x-heddle-mirror-mark";
/** On the way to the application: who was called with the original, `workload;namespace`. Tells it that this is a copy. */
export const MIRRORED_HEADER = "x-heddle-mirrored";
/** Names of an inbound proxy's two routes; the counters tell copies by them. */
export const MIRRORED_ROUTE = "mirrored";
export const LIVE_ROUTE = "default";

const remove = (name: string): Json => ({ remove: name });
const overwrite = (key: string, value: string): Json => ({
  append: { header: { key, value }, append_action: "OVERWRITE_IF_EXISTS_OR_ADD" },
});

/** A header mutation filter, on the way in or out. */
export function headerMutation(mutations: readonly Json[]): Json {
  return {
    name: "envoy.filters.http.header_mutation",
    typed_config: typed("envoy.extensions.filters.http.header_mutation.v3.HeaderMutation", {
      mutations: { request_mutations: mutations },
    }),
  };
}

/**
 * What an outbound proxy does to all it sends: says who sends, and takes off what marks copies. So whatever an application passes
 * on from its own callers, or a client at the edge makes up, is an ordinary request.
 */
export function outboundMarks(source: string): Json {
  return headerMutation([overwrite(SOURCE_HEADER, source), remove(MARK_HEADER), remove(MIRRORED_HEADER)]);
}

/**
 * Upstream filters of a mirror cluster: every request through it is a copy and gets the mark. RequestMirrorPolicy can do so itself
 * only in newer Envoys; upstream filters are in all that are supported.
 */
export function mirrorFilters(mark: string): Json[] {
  return [
    headerMutation([overwrite(MARK_HEADER, mark)]),
    {
      name: "envoy.filters.http.upstream_codec",
      typed_config: typed("envoy.extensions.filters.http.upstream_codec.v3.UpstreamCodec"),
    },
  ];
}

/**
 * An inbound proxy's routes to its application: copies, known by the mark that only proxies of the mesh have, and all else. A wrong
 * mark is no mark. The application sees neither mark, so that it cannot give one away.
 */
export function inboundRoutesByMark(mark: string, route: Json): Json[] {
  const copied = { header: { key: MIRRORED_HEADER, value: `%REQ(${SOURCE_HEADER})%` } };
  return [
    {
      name: MIRRORED_ROUTE,
      match: { prefix: "/", headers: [{ name: MARK_HEADER, string_match: { exact: mark } }] },
      request_headers_to_remove: [MARK_HEADER],
      request_headers_to_add: [{ ...copied, append_action: "OVERWRITE_IF_EXISTS_OR_ADD" }],
      ...route,
    },
    {
      name: LIVE_ROUTE,
      match: { prefix: "/" },
      request_headers_to_remove: [MARK_HEADER, MIRRORED_HEADER],
      ...route,
    },
  ];
}

/** A copy of a resource in which the mark is not to be read: who knows it can pass real traffic off as copies. */
export function withoutMark<T>(resource: T, mark: string): T {
  return JSON.parse(JSON.stringify(resource).replaceAll(mark, "[kept]")) as T;
}
