import type { HttpRoute } from "../schema/http-route";
import { cookieRegex } from "./cookie-regex";
import { hostText, routesOf, type SplitService } from "./edited-routes";
import { isSameRule } from "./is-same-rule";
import type { Json } from "./json";
import { type ReadRoute, weightsRoute } from "./read-split";
import type { SplitRule } from "./split-intent";
import { editYaml, type SequenceItem } from "./yaml-edit";

/** Fields of the ordinary route that a new rule takes over, so that its requests differ in the version only. */
const INHERITED = ["timeout", "retries", "rewrite", "headers", "corsPolicy"] as const;

/** Puts the wanted rules into the places of the old ones; what stands between them stays where it is. */
export function editRules(yaml: string, service: SplitService, rules: readonly SplitRule[]): string {
  const { routes, object } = routesOf(yaml, service.host);
  const last = weightsRoute(routes);
  const tried = last ? routes.filter((one) => one.at < last.at) : routes;
  const old = tried.filter(({ is }) => is.kind === "rule");
  const pairs = pairUp(rules, old);
  const surviving = new Set(pairs.flatMap(({ from }) => (from ? [from.at] : [])));
  const slots = old.filter(({ at }) => surviving.has(at)).map(({ at }) => at);
  const host = hostText(routes, object, service);
  const order: SequenceItem[] = [];
  const inherit = last?.route ?? {};
  const queue = pairs.map(
    ({ rule, from }): SequenceItem => (from ? { keep: from.at } : { add: newRule(rule, host, inherit) }),
  );
  const removed = new Set(old.map(({ at }) => at).filter((at) => !surviving.has(at)));
  const lastSlot = slots.at(-1);
  for (const { at } of routes) {
    if (removed.has(at)) continue;
    if (lastSlot === undefined && at === last?.at) order.push(...queue.splice(0));
    if (!slots.includes(at)) order.push({ keep: at });
    else if (at === lastSlot) order.push(...queue.splice(0));
    else order.push(...queue.splice(0, 1));
  }
  order.push(...queue);
  const same = order.length === routes.length && order.every((item, i) => "keep" in item && item.keep === i);
  let text = yaml;
  for (const { rule, from } of pairs) if (from) text = editRule(text, from, rule);
  return same ? text : editYaml(text, { kind: "sequence", path: ["spec", "http"], items: order });
}

/** Finds for each wanted rule the entry it came from: by `at`, else one that says the same. */
function pairUp(
  rules: readonly SplitRule[],
  old: readonly ReadRoute[],
): { rule: SplitRule; from: ReadRoute | undefined }[] {
  const free = new Set(old);
  const take = (fits: (one: ReadRoute) => boolean) => {
    const found = [...free].find(fits);
    if (found) free.delete(found);
    return found;
  };
  const byIndex = rules.map((rule) => (rule.at === undefined ? undefined : take((one) => one.at === rule.at)));
  return rules.map((rule, i) => ({
    rule,
    from:
      byIndex[i] ??
      (rule.at === undefined ? take((one) => one.is.kind === "rule" && isSameRule(one.is.rule, rule)) : undefined),
  }));
}

function editRule(yaml: string, from: ReadRoute, rule: SplitRule): string {
  if (from.is.kind !== "rule" || isSameRule(from.is.rule, rule)) return yaml;
  const path = ["spec", "http", from.at];
  let text = yaml;
  const old = from.is.rule;
  if (old.subset !== rule.subset)
    text = editYaml(text, { kind: "set", path: [...path, "route", 0, "destination", "subset"], value: rule.subset });
  if (isSameRule({ ...old, subset: rule.subset }, rule)) return text;
  const oldName = headerName(old);
  if (oldName === headerName(rule) && opOf(old) === opOf(rule) && rule.op !== "present") {
    return editYaml(text, {
      kind: "set",
      path: [...path, "match", 0, "headers", oldName, opOf(rule)],
      value: textOf(rule),
    });
  }
  return editYaml(text, { kind: "sequence", path: [...path, "match"], items: [{ add: matchOf(rule) }] });
}

const headerName = (rule: SplitRule): string => (rule.kind === "cookie" ? "cookie" : rule.name);
const opOf = (rule: SplitRule): string => (rule.kind === "cookie" ? "regex" : rule.op);
const textOf = (rule: SplitRule): string => (rule.kind === "cookie" ? cookieRegex(rule.name, rule.value) : rule.value);
const matchOf = (rule: SplitRule): Json => ({
  headers: {
    [headerName(rule)]: rule.op === "present" && rule.kind === "header" ? {} : { [opOf(rule)]: textOf(rule) },
  },
});

/** The http entry of a rule. */
export function newRule(rule: SplitRule, host: string, ordinary: HttpRoute): Json {
  const words = rule.op === "present" ? rule.name : `${rule.name}-${rule.value}`;
  const name = words
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 40);
  const inherited = Object.fromEntries(
    INHERITED.flatMap((field) => (ordinary[field] === undefined ? [] : [[field, ordinary[field] as Json]])),
  );
  return {
    ...(name ? { name } : {}),
    match: [matchOf(rule)],
    ...inherited,
    route: [{ destination: { host, subset: rule.subset } }],
  };
}
