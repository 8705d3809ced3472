import { resolveHost } from "../resolve-host";
import type { Destination, HttpMatch, HttpRoute } from "../schema/http-route";
import { readCookieRegex } from "./cookie-regex";
import { apportion } from "./rebalance";
import type { SplitRule, SplitWeight } from "./split-intent";

/** What one http entry is to the form: a rule, the weights, or something it keeps without showing. */
export type SplitRoute =
  | { kind: "rule"; rule: SplitRule }
  | { kind: "weights"; weights: SplitWeight[]; exact: boolean }
  | { kind: "plain" }
  | { kind: "other"; words: string };

/** Tells what an http entry is, for the service `fqdn` in an object of `namespace`. */
export function splitRoute(route: HttpRoute, at: number, fqdn: string, namespace: string): SplitRoute {
  const toService = (destination: Destination) =>
    resolveHost(destination.host, namespace, new Set([fqdn.split(".")[1] ?? ""])) === fqdn;
  const targets = route.route ?? [];
  const ours = targets.length > 0 && targets.every(({ destination }) => toService(destination));
  const actsOtherwise = Boolean(route.redirect || route.directResponse || route.delegate);
  const [only, ...more] = route.match ?? [];
  if (!ours || actsOtherwise || more.length > 0) return { kind: "other", words: wordsFor(route, at) };
  if (only && Object.keys(only).some((key) => key !== "name")) {
    const rule = targets.length === 1 ? readRule(only, targets[0]?.destination.subset, at) : null;
    return rule ? { kind: "rule", rule } : { kind: "other", words: wordsFor(route, at) };
  }
  if (targets.length === 1 && !targets[0]?.destination.subset) return { kind: "plain" };
  return readWeights(route) ?? { kind: "other", words: wordsFor(route, at) };
}

function readRule(match: HttpMatch, subset: string | undefined, at: number): SplitRule | null {
  const keys = Object.keys(match).filter((key) => key !== "name");
  const [header, ...more] = Object.entries(match.headers ?? {});
  if (!subset || !header || more.length > 0 || keys.length !== 1) return null;
  const [name, matcher] = header;
  const ops = Object.keys(matcher);
  if (ops.length === 0) return { kind: "header", name, op: "present", value: "", subset, at };
  if (ops.length > 1) return null;
  if (matcher.regex !== undefined) {
    const cookie = name.toLowerCase() === "cookie" ? readCookieRegex(matcher.regex) : null;
    if (cookie) return { kind: "cookie", ...cookie, op: "exact", subset, at };
    return { kind: "header", name, op: "regex", value: matcher.regex, subset, at };
  }
  if (matcher.exact !== undefined) return { kind: "header", name, op: "exact", value: matcher.exact, subset, at };
  return matcher.prefix === undefined
    ? null
    : { kind: "header", name, op: "prefix", value: matcher.prefix, subset, at };
}

function readWeights(route: HttpRoute): SplitRoute | null {
  const targets = route.route ?? [];
  const subsets = targets.map(({ destination }) => destination.subset ?? "");
  if (subsets.includes("") || new Set(subsets).size < subsets.length) return null;
  const written = targets.length === 1 ? [100] : targets.map(({ weight }) => weight ?? 0);
  const sum = written.reduce((acc, weight) => acc + weight, 0);
  if (sum <= 0 || written.some((weight) => weight < 0)) return null;
  const shares = sum === 100 ? written : apportion(written, 100);
  return {
    kind: "weights",
    exact: sum === 100,
    weights: subsets.map((subset, i) => ({ subset, weight: shares[i] ?? 0 })),
  };
}

const FIELDS = ["uri", "method", "authority", "scheme"] as const;

/** A route in words: `"admin" (uri prefix /admin)`. */
function wordsFor(route: HttpRoute, at: number): string {
  const name = route.name ? `"${route.name}"` : `number ${at + 1}`;
  const conditions = (route.match ?? []).map((match) => {
    const parts = FIELDS.flatMap((field) =>
      Object.entries(match[field] ?? {}).map(([op, value]) => `${field} ${op} ${value}`),
    );
    const headers = Object.keys(match.headers ?? {}).map((header) => `header ${header}`);
    return [...parts, ...headers].join(" and ") || "another condition";
  });
  const acts = route.redirect
    ? "redirect"
    : route.directResponse
      ? "direct response"
      : route.delegate
        ? "delegate"
        : "";
  const words = [acts, conditions.join(" or ")].filter(Boolean).join(", ");
  return `route ${name}${words ? ` (${words})` : ""}`;
}
