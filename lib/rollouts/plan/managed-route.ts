import { HeddleError } from "@/lib/model/heddle-error";
import { cookieRegex } from "@/lib/policy/edit/cookie-regex";
import { sameJson } from "@/lib/policy/edit/json";
import type { HttpMatch, HttpRoute, HttpRouteDestination } from "@/lib/policy/schema/http-route";

/** Routes whose names begin so are a running rollout's; nobody else writes them. */
export const MANAGED_PREFIX = "heddle-";

/** Which requests go to the candidate, whatever the weights say. */
export interface ManagedMatch {
  kind: "header" | "cookie";
  name: string;
  op: "exact" | "prefix" | "regex" | "present";
  value: string;
}

/** Copies of requests to the candidate, whose answers nobody sees. `methods` null: of every request. */
export interface ManagedMirror {
  percent: number;
  methods: readonly string[] | null;
}

/**
 * A route that shadows `shadowed` for the requests of one match and sends them to `to`: a clone, so that timeout, retries, rewrite, CORS and
 * headers stay as they are for everyone. Throws `invalid_input` when the shadowed route already decides by the same header.
 */
export function matchRoute(
  shadowed: HttpRoute,
  name: string,
  match: ManagedMatch,
  to: HttpRouteDestination,
): HttpRoute {
  const { weight: _, ...destination } = to;
  return {
    ...shadowed,
    name,
    match: alternatives(shadowed).map((one) => withHeader(one, match)),
    route: [destination],
  };
}

/** A clone of `shadowed` for the mirrored methods, with the same destinations and weights, and the mirror; [] when no request can match. */
export function mirrorRoute(
  shadowed: HttpRoute,
  name: string,
  methods: readonly string[],
  mirrors: NonNullable<HttpRoute["mirrors"]>,
): HttpRoute[] {
  const match = alternatives(shadowed).flatMap((one) => withMethods(one, methods));
  if (match.length === 0) return [];
  const { mirror: _, mirrorPercent: __, mirror_percent: ___, mirrorPercentage: ____, ...rest } = shadowed;
  return [{ ...rest, name, match, mirrors }];
}

/** The mirrors a route has, in the one form that holds several, and one more. */
export function mirrorsWith(
  route: HttpRoute,
  destination: HttpRouteDestination["destination"],
  percent: number,
): NonNullable<HttpRoute["mirrors"]> {
  const value = route.mirrorPercentage?.value ?? route.mirrorPercent ?? route.mirror_percent;
  const single = route.mirror
    ? [{ destination: route.mirror, ...(value === undefined ? {} : { percentage: { value } }) }]
    : [];
  const others = (route.mirrors ?? []).filter((one) => !sameJson(one.destination, destination));
  return [...single, ...others, { destination, percentage: { value: percent } }];
}

const alternatives = ({ match }: HttpRoute): HttpMatch[] => (match?.length ? match : [{}]);

function withHeader(one: HttpMatch, { kind, name, op, value }: ManagedMatch): HttpMatch {
  const header = kind === "cookie" ? "cookie" : name.toLowerCase();
  const taken = Object.keys(one.headers ?? {}).some((key) => key.toLowerCase() === header);
  if (taken) {
    throw new HeddleError("invalid_input", {
      what: `The route already decides by the header ${header}.`,
      why: "One condition on a header cannot hold two values.",
      next: "Choose another header or cookie for this rollout, or leave the route out of its routes.",
    });
  }
  const condition = kind === "cookie" ? { regex: cookieRegex(name, value) } : op === "present" ? {} : { [op]: value };
  return { ...one, headers: { ...one.headers, [header]: condition } };
}

function withMethods(one: HttpMatch, methods: readonly string[]): HttpMatch[] {
  const own = one.method;
  if (!own)
    return [{ ...one, method: methods.length === 1 ? { exact: methods[0] ?? "" } : { regex: methods.join("|") } }];
  if (own.exact !== undefined) return methods.includes(own.exact) ? [one] : [];
  throw new HeddleError("invalid_input", {
    what: "The route already decides by a pattern of methods.",
    why: "Which of them are mirrored cannot be said beside it.",
    next: "Mirror every method of this route, or leave it out of the rollout's routes.",
  });
}
