import type { Role } from "../../model/actor";
import type { GateRule, GateSpec } from "../../model/rollout-plan";

export interface Voter {
  id: string;
  name: string;
  roles: readonly Role[];
}

export interface RuleCount {
  rule: number;
  needed: number;
  people: { id: string; name: string }[];
  met: boolean;
}

/** Whether a person may decide by a rule: named, or of one of its roles. An administrator holds every role. */
export function isEligible(rule: GateRule, { id, roles }: Voter): boolean {
  return rule.users.includes(id) || rule.roles.some((role) => roles.includes(role) || roles.includes("admin"));
}

/**
 * Who counts in which rule. Every rule must be met by distinct people and one person counts once, in one rule: a matching of people to
 * places, so that nobody's vote is wasted on a rule that others could fill.
 */
export function quorum(gate: Pick<GateSpec, "rules">, voters: readonly Voter[]): RuleCount[] {
  const people = [...new Map(voters.map((voter) => [voter.id, voter])).values()];
  const places = gate.rules.flatMap((rule, at) => Array.from({ length: rule.min }, () => ({ rule, at })));
  const taken = new Map<number, Voter>();
  const seat = (voter: Voter, seen: Set<number>): boolean => {
    for (const [place, { rule }] of places.entries()) {
      if (seen.has(place) || !isEligible(rule, voter)) continue;
      seen.add(place);
      const holder = taken.get(place);
      if (!holder || seat(holder, seen)) {
        taken.set(place, voter);
        return true;
      }
    }
    return false;
  };
  for (const voter of people) seat(voter, new Set());
  return gate.rules.map((rule, at) => {
    const seated = places.flatMap((place, i) => (place.at === at ? (taken.get(i) ?? []) : []));
    return {
      rule: at,
      needed: rule.min,
      people: seated.map(({ id, name }) => ({ id, name })),
      met: seated.length >= rule.min,
    };
  });
}
