import type { HttpMatch } from "../../../policy/schema/http-route";
import type { StringMatch } from "../../../policy/schema/string-match";
import { at, type Place, unsupported } from "./context";
import type { Json } from "./resource";
import { headerMatcher, stringMatcher } from "./string-matcher";

/** Envoy's RouteMatch for one match of a VirtualService; undefined `match` means every request. Source: policy.md 2.3 rule 4. */
export function routeMatch(match: HttpMatch | undefined, place: Place): Json {
  if (!match) return { prefix: "/" };
  const headers = headerMatchers(match, place);
  const query = Object.entries(match.queryParams ?? {})
    .sort(byKey)
    .map(([name, value]) => queryMatcher(name, value));
  return {
    ...pathOf(match.uri),
    case_sensitive: match.ignoreUriCase !== true,
    ...(headers.length > 0 ? { headers } : {}),
    ...(query.length > 0 ? { query_parameters: query } : {}),
  };
}

const byKey = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1);

function pathOf(uri: StringMatch | undefined): Json {
  if (uri?.exact !== undefined) return { path: uri.exact };
  if (uri?.prefix !== undefined) return { prefix: uri.prefix };
  if (uri?.regex !== undefined) return { safe_regex: { regex: uri.regex === "*" ? ".*" : uri.regex } };
  return { prefix: "/" };
}

function headerMatchers(match: HttpMatch, place: Place): Json[] {
  const found: Json[] = [];
  for (const [name, value] of Object.entries(match.headers ?? {}).sort(byKey)) {
    if (name.startsWith("@")) {
      unsupported(
        at(place, `.headers["${name}"]`),
        "JWT claims are matched at gateways of Istio only; this match never holds.",
      );
      found.push({ name: "x-heddle-never", present_match: true });
    } else found.push(headerMatcher(name, value));
  }
  for (const [name, value] of Object.entries(match.withoutHeaders ?? {}).sort(byKey))
    found.push(headerMatcher(name, value, true));
  const pseudo = [
    [":method", match.method],
    [":authority", match.authority],
    [":scheme", match.scheme],
  ] as const;
  for (const [name, value] of pseudo) if (value) found.push(headerMatcher(name, value));
  return found;
}

function queryMatcher(name: string, value: StringMatch): Json {
  const matcher = stringMatcher(value);
  return matcher ? { name, string_match: matcher } : { name, present_match: true };
}

/** true when nothing after this route can be reached: every path, no further condition (pilot's isCatchAllRoute). */
export function isCatchAll(match: Json): boolean {
  if (match.headers !== undefined || match.query_parameters !== undefined) return false;
  if (match.prefix === "/") return true;
  const regex = (match.safe_regex as { regex?: string } | undefined)?.regex;
  return regex === ".*" || regex === "*";
}
