import type { HttpMatch, HttpRoute } from "../../schema/http-route";
import type { VirtualService } from "../../schema/virtual-service";
import { info, type Problem, type Rule, warning } from "../rule";
import { eachRoute } from "./each-route";

/**
 * HED-VS-034, 035: an entry after a catch-all is never tried; a match said twice has no effect the second time.
 * The control plane stops building routes at a catch-all. Source: IST0130, IST0131; istio route building.
 */
export const reachable: Rule<VirtualService> = (object) => {
  const problems: Problem[] = [];
  const seen = new Map<string, string>();
  let catchAll: string | null = null;
  for (const { route, path } of eachRoute(object)) {
    const name = route.name ? `"${route.name}"` : `http[${path[2]}]`;
    if (catchAll) {
      problems.push(
        warning(
          "HED-VS-034",
          path,
          `${name} is never reached: ${catchAll} before it takes every request (IST0130).`,
          `Move it above ${catchAll}, or take it out.`,
        ),
      );
      continue;
    }
    const matches = route.match ?? [];
    const repeated = matches.map((match) => seen.get(canonical(match)));
    if (matches.length > 0 && repeated.every((first) => first !== undefined)) {
      problems.push(
        warning(
          "HED-VS-034",
          path,
          `${name} is never reached: ${repeated[0]} before it matches the same requests (IST0130).`,
          "Take it out, or change its match.",
        ),
      );
    } else {
      repeated.forEach((first, i) => {
        if (first)
          problems.push(
            info(
              "HED-VS-035",
              [...path, "match", i],
              `This match is the same as one of ${first}, which is tried first (IST0131).`,
              "Take it out.",
            ),
          );
      });
    }
    for (const match of matches) seen.set(canonical(match), name);
    if (takesAll(route)) catchAll = name;
  }
  return problems;
};

function takesAll(route: HttpRoute): boolean {
  if (!route.match?.length) return true;
  return route.match.some((match) => {
    const { name, uri, ignoreUriCase, statPrefix, ...conditions } = match;
    if (Object.values(conditions).some((value) => isSet(value))) return false;
    return !uri || uri.prefix === "/" || uri.regex === ".*" || uri.regex === "*";
  });
}

const isSet = (value: unknown): boolean =>
  value !== undefined && !(typeof value === "object" && value !== null && Object.keys(value).length === 0);

/** A match with its keys in order, without what does not select requests. */
function canonical(match: HttpMatch): string {
  const { name, statPrefix, ...rest } = match;
  return JSON.stringify(sorted(rest));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => [k, sorted(v)]),
  );
}
