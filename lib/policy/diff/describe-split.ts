import { isSameRule } from "../edit/is-same-rule";
import type { SplitIntent, SplitRule, SplitWeight } from "../edit/split-intent";
import { listOf } from "../validate/rule";
import { rateWords, type ServiceTraffic } from "./traffic-facts";

/** What a change of the split means for requests, most important first. `plain` weights ([]): every instance alike. */
export function describeSplit(before: SplitIntent, after: SplitIntent, traffic?: ServiceTraffic): string[] {
  return [...describeWeights(before.weights, after.weights, traffic), ...describeRules(before.rules, after.rules)];
}

function describeWeights(
  before: readonly SplitWeight[],
  after: readonly SplitWeight[],
  traffic?: ServiceTraffic,
): string[] {
  const was = sharesOf(before, traffic);
  const will = sharesOf(after, traffic);
  if (before.length === 0 && after.length === 0) return [];
  if (after.length === 0) return ["The split ends: every instance gets requests alike, whatever its version."];
  const names = [...new Set([...was.keys(), ...will.keys()])];
  const moves = names.map((subset) => ({ subset, by: (will.get(subset) ?? 0) - (was.get(subset) ?? 0) }));
  const stopped = moves.filter(({ subset, by }) => by < 0 && (will.get(subset) ?? 0) === 0).map(({ subset }) => subset);
  const all = after.find((one) => one.weight === 100)?.subset;
  const sentences: string[] = [];
  const moving = moves.some(({ by }) => Math.abs(by) >= 0.05);
  if (before.length === 0)
    sentences.push(
      `Traffic is split by version from now on: ${listOf(after.filter((one) => one.weight > 0).map((one) => `${one.subset} ${one.weight}%`))}.`,
    );
  else if (all && moving) sentences.push(`${all} gets all ordinary traffic.`);
  else if (stopped.length > 0)
    sentences.push(`${listOf(stopped)} ${stopped.length > 1 ? "get" : "gets"} no ordinary traffic.`);
  else if (moving)
    sentences.push(
      `${listOf(after.filter((one) => (was.get(one.subset) ?? 0) !== one.weight).map((one) => `${one.subset} goes from ${round(was.get(one.subset) ?? 0)}% to ${one.weight}%`))}.`,
    );
  if (was.size > 0) sentences.push(...flows(moves, traffic));
  return sentences;
}

/** Shares in per cent. Without weights they are what was measured. */
function sharesOf(weights: readonly SplitWeight[], traffic?: ServiceTraffic): Map<string, number> {
  if (weights.length > 0) return new Map(weights.map(({ subset, weight }) => [subset, weight]));
  const total = traffic?.versions.reduce((sum, one) => sum + one.ratePerSec, 0) ?? 0;
  if (!traffic || total === 0) return new Map();
  return new Map(
    traffic.versions.filter((one) => one.version !== "").map((one) => [one.version, (one.ratePerSec / total) * 100]),
  );
}

/** "16.0/s move from v3 to v1." or, unmeasured, "10% of requests move …". */
function flows(moves: readonly { subset: string; by: number }[], traffic?: ServiceTraffic): string[] {
  const from = moves.filter(({ by }) => by < -0.05).map((one) => ({ ...one, by: -one.by }));
  const to = moves.filter(({ by }) => by > 0.05).map((one) => ({ ...one }));
  const total = from.reduce((sum, one) => sum + one.by, 0);
  if (from.length === 0 || to.length === 0) return [];
  const rate = traffic?.ratePerSec ?? 0;
  const amount = rate > 0 ? `About ${rateWords((total / 100) * rate)}` : `${round(total)}% of requests`;
  return [`${amount} move from ${listOf(from.map((one) => one.subset))} to ${listOf(to.map((one) => one.subset))}.`];
}

const round = (value: number): number => Number(value.toFixed(1));

function describeRules(before: readonly SplitRule[], after: readonly SplitRule[]): string[] {
  const sentences: string[] = [];
  for (const rule of after) {
    if (before.some((old) => isSameRule(old, rule))) continue;
    const old = before.find((one) => conditionOf(one) === conditionOf(rule));
    sentences.push(
      `Requests with ${conditionOf(rule)} all go to ${rule.subset}${old ? `, no longer to ${old.subset}` : ""}.`,
    );
  }
  for (const old of before) {
    if (after.some((rule) => conditionOf(rule) === conditionOf(old))) continue;
    sentences.push(`Requests with ${conditionOf(old)} are no longer set apart; they follow the weights.`);
  }
  const shared = after.filter((rule) => before.some((old) => isSameRule(old, rule)));
  const order = shared.map((rule) => before.findIndex((old) => isSameRule(old, rule)));
  if (order.some((at, i) => i > 0 && at < (order[i - 1] ?? 0))) {
    sentences.push(`The rules are tried in another order: ${listOf(after.map(conditionOf))}.`);
  }
  return sentences;
}

/** A rule's condition as people say it: "x-persona: beta", "cookie persona=beta". */
export function conditionOf(rule: SplitRule): string {
  if (rule.kind === "cookie") return `cookie ${rule.name}=${rule.value}`;
  if (rule.op === "present") return `header ${rule.name}`;
  if (rule.op === "exact") return `${rule.name}: ${rule.value}`;
  return `${rule.name} ${rule.op === "prefix" ? "beginning with" : "matching"} ${rule.value}`;
}
