import type { ConfigKey } from "../../../model/config-object";
import { resolveHost } from "../../../policy/resolve-host";
import type { TrafficPolicy } from "../../../policy/schema/traffic-policy";
import { type MeshService, visibleIn } from "../registry/mesh-service";
import { type StoredDestinationRule, type TranslateContext, unsupported } from "./context";

export interface MergedSubset {
  name: string;
  labels: Record<string, string>;
  trafficPolicy: TrafficPolicy | undefined;
  key: ConfigKey;
  path: string;
}

/** What all DestinationRules that apply to one service say together. */
export interface MergedRule {
  trafficPolicy: TrafficPolicy | undefined;
  /** object of the top-level policy, else of the first subset */
  key: ConfigKey;
  subsets: MergedSubset[];
}

const cache = new WeakMap<TranslateContext, Map<string, MergedRule | null>>();

/**
 * The rule that holds for a service as seen from the scope: rules of the caller's namespace, else of the service's
 * (if exported); of those the most specific host; those of one host are merged. Source: policy.md 2.4.
 */
export function destinationRuleFor(ctx: TranslateContext, service: MeshService): MergedRule | undefined {
  const known = cache.get(ctx) ?? new Map<string, MergedRule | null>();
  cache.set(ctx, known);
  const found = known.get(service.host);
  if (found !== undefined) return found ?? undefined;
  const merged = find(ctx, service);
  known.set(service.host, merged ?? null);
  return merged;
}

function find(ctx: TranslateContext, service: MeshService): MergedRule | undefined {
  const matching = ctx.destinationRules
    .map((rule) => ({ rule, host: resolveHost(rule.spec.host, rule.key.namespace, ctx.namespaces) }))
    .filter(({ host }) => covers(host, service.host))
    .filter(({ rule }) => visibleIn(ctx.scope.namespace, rule.key.namespace, rule.spec.exportTo));
  for (const namespace of [ctx.scope.namespace, service.namespace]) {
    const group = matching.filter(({ rule }) => rule.key.namespace === namespace);
    const longest = Math.max(...group.map(({ host }) => specificity(host)));
    const best = group.filter(({ host }) => specificity(host) === longest).map(({ rule }) => rule);
    const applying = withSelector(ctx, best);
    if (applying.length > 0) return merge(ctx, applying);
  }
  return undefined;
}

/** Whether a host of a rule (exact, `*`, `*.x`) covers a service's host. */
export function covers(pattern: string, host: string): boolean {
  if (pattern === host || pattern === "*") return true;
  return pattern.startsWith("*") && host.endsWith(pattern.slice(1));
}

/** Exact hosts beat wildcards, longer wildcards beat shorter ones. */
export function specificity(host: string): number {
  return host.startsWith("*") ? host.length : 1_000_000 + host.length;
}

/** Rules with a workloadSelector hold only for proxies with those labels, and come first. */
function withSelector(ctx: TranslateContext, rules: StoredDestinationRule[]): StoredDestinationRule[] {
  const selected = rules.filter(({ key, spec }) => {
    const wanted = spec.workloadSelector?.matchLabels;
    if (!wanted || key.namespace !== ctx.scope.namespace) return false;
    return Object.entries(wanted).every(([name, value]) => ctx.scope.labels[name] === value);
  });
  return [...selected, ...rules.filter(({ spec }) => !spec.workloadSelector)];
}

function merge(ctx: TranslateContext, rules: StoredDestinationRule[]): MergedRule | undefined {
  const top = rules.find(({ spec }) => spec.trafficPolicy !== undefined);
  const [first] = rules;
  if (!first) return undefined;
  const subsets = new Map<string, MergedSubset>();
  for (const { key, spec } of rules) {
    for (const [i, subset] of (spec.subsets ?? []).entries()) {
      const path = `spec.subsets[${i}]`;
      if (subsets.has(subset.name)) {
        const place = { ctx, kind: "DestinationRule", key, path } as const;
        unsupported(place, `Subset ${subset.name} is defined before; the first definition holds.`);
        continue;
      }
      const { name, labels = {}, trafficPolicy } = subset;
      subsets.set(name, { name, labels, trafficPolicy, key, path });
    }
  }
  return { trafficPolicy: top?.spec.trafficPolicy, key: (top ?? first).key, subsets: [...subsets.values()] };
}
