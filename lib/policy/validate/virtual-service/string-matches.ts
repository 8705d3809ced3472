import { formatPath, type Path } from "../../path";
import type { HttpMatch } from "../../schema/http-route";
import type { StringMatch } from "../../schema/string-match";
import type { VirtualService } from "../../schema/virtual-service";
import { headerNameFault } from "../header-name";
import { regexFault } from "../regex-fault";
import { error, type Problem, type Rule } from "../rule";
import { eachRoute } from "./each-route";

const FIELDS = ["uri", "scheme", "method", "authority"] as const;
const TABLES = ["headers", "withoutHeaders", "queryParams"] as const;

/** HED-VS-030..033: matchers are RE2, not empty, of one kind each, and header names are header names. Source: istio validateHTTPRouteMatchRequest. */
export const stringMatches: Rule<VirtualService> = (object) =>
  eachRoute(object).flatMap(({ route, path }) => [
    ...(route.match ?? []).flatMap((match, i) => checkMatch(match, [...path, "match", i])),
    ...(route.corsPolicy?.allowOrigins ?? []).flatMap((match, i) =>
      checkString(match, [...path, "corsPolicy", "allowOrigins", i], false),
    ),
    ...rewriteRegex(route.rewrite?.uriRegexRewrite?.match, [...path, "rewrite", "uriRegexRewrite", "match"]),
  ]);

function checkMatch(match: HttpMatch, path: Path): Problem[] {
  const fields = FIELDS.flatMap((field) => {
    const value = match[field];
    return value ? checkString(value, [...path, field], false) : [];
  });
  const tables = TABLES.flatMap((table) =>
    Object.entries(match[table] ?? {}).flatMap(([name, value]) => {
      const at = [...path, table, name];
      const fault = table === "queryParams" ? null : headerNameFault(name);
      if (fault)
        return [error("HED-VS-033", at, `${formatPath(at)}: the header name ${JSON.stringify(name)} ${fault}.`)];
      return checkString(value, at, true);
    }),
  );
  return [...fields, ...tables];
}

/** `presence`: `{}` means "is there" for headers and query parameters. */
function checkString(match: StringMatch, path: Path, presence: boolean): Problem[] {
  const set = (["exact", "prefix", "regex"] as const).filter((kind) => match[kind] !== undefined);
  if (set.length > 1) {
    return [
      error(
        "HED-VS-032",
        path,
        `${formatPath(path)} sets ${set.join(" and ")}; a matcher has one.`,
        "Keep one of them.",
      ),
    ];
  }
  if (set.length === 0) {
    return presence
      ? []
      : [error("HED-VS-032", path, `${formatPath(path)} says nothing to compare with.`, "Set exact, prefix or regex.")];
  }
  if (match.prefix === "") {
    return [
      error(
        "HED-VS-031",
        [...path, "prefix"],
        `${formatPath(path)}.prefix is empty and would match everything.`,
        "Leave the matcher out, or give the prefix.",
      ),
    ];
  }
  return match.regex === undefined ? [] : rewriteRegex(match.regex, [...path, "regex"]);
}

function rewriteRegex(regex: string | undefined, path: Path): Problem[] {
  // A lone "*" is taken as "is there" by the control plane, never compiled.
  if (regex === undefined || regex === "*") return [];
  const fault = regexFault(regex);
  return fault
    ? [
        error(
          "HED-VS-030",
          path,
          `${formatPath(path)}: ${JSON.stringify(regex)} ${fault}. Envoy would refuse the route.`,
        ),
      ]
    : [];
}
