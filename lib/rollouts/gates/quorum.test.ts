import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { Role } from "../../model/actor";
import type { GateRule } from "../../model/rollout-plan";
import { isEligible, quorum, type Voter } from "./quorum";

const rule = (over: Partial<GateRule> = {}): GateRule => ({ roles: ["approver"], users: [], min: 1, ...over });
const voter = (id: string, ...roles: Role[]): Voter => ({ id, name: id, roles });

describe("quorum", () => {
  it("counts a person once, in one rule", () => {
    const rules = [rule(), rule({ roles: ["operator"] })];
    const both = voter("both", "approver", "operator");
    expect(quorum({ rules }, [both, both]).map(({ met }) => met)).toEqual([true, false]);
    expect(quorum({ rules }, [both, voter("op", "operator")]).every(({ met }) => met)).toBe(true);
  });

  it("moves a person to the rule that nobody else can fill", () => {
    const rules = [rule({ roles: ["approver", "operator"] }), rule({ roles: ["approver"] })];
    const counts = quorum({ rules }, [voter("ann", "approver"), voter("op", "operator")]);
    expect(counts.map(({ people }) => people.map(({ id }) => id))).toEqual([["op"], ["ann"]]);
  });

  it("takes named people and administrators", () => {
    expect(isEligible(rule({ roles: [], users: ["id-7"] }), voter("id-7", "viewer"))).toBe(true);
    expect(isEligible(rule(), voter("root", "admin"))).toBe(true);
    expect(isEligible(rule(), voter("op", "operator"))).toBe(false);
  });
});

const roles = fc.subarray<Role>(["viewer", "operator", "approver"], { minLength: 1 });
const rulesOf = fc.array(fc.record({ roles, users: fc.constant<string[]>([]), min: fc.integer({ min: 1, max: 3 }) }), {
  minLength: 1,
  maxLength: 4,
});
const voters = fc.uniqueArray(
  fc.record({ id: fc.string({ minLength: 1, maxLength: 3 }), name: fc.constant("n"), roles }),
  {
    selector: ({ id }) => id,
    maxLength: 8,
  },
);

test("nobody is seated twice, nobody where they may not, and more votes never unmeet a quorum", () => {
  fc.assert(
    fc.property(rulesOf, voters, voters, (rules, some, more) => {
      const counts = quorum({ rules }, some);
      const seated = counts.flatMap(({ people }) => people.map(({ id }) => id));
      expect(new Set(seated).size).toBe(seated.length);
      for (const { rule: at, people } of counts) {
        for (const { id } of people) {
          const who = some.find((one) => one.id === id);
          expect(who && rules[at] && isEligible(rules[at], who)).toBe(true);
        }
      }
      const met = counts.filter((one) => one.met).length;
      if (met === rules.length) expect(quorum({ rules }, [...some, ...more]).every((one) => one.met)).toBe(true);
    }),
  );
});
