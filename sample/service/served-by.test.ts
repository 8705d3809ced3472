import fc from "fast-check";
import { expect, test } from "vitest";
import { mergeServedBy, parseServedBy } from "./served-by";

const Name = fc.stringMatching(/^[a-z]{1,8}-v[1-9]$/);

test("names itself first, then its callees in the order of the calls", () => {
  expect(
    mergeServedBy("web-v1", [
      ["catalog-v1", "inventory-v1"],
      ["reviews-v2", "ratings-v1"],
    ]),
  ).toBe("web-v1,catalog-v1,inventory-v1,reviews-v2,ratings-v1");
});

test("a call without an answer leaves no trace, a workload that took part twice is named once", () => {
  expect(mergeServedBy("web-v1", [[], ["cart-v1"], ["cart-v1"]])).toBe("web-v1,cart-v1");
});

test("reads back what was written, in order", () => {
  fc.assert(
    fc.property(Name, fc.array(fc.uniqueArray(Name)), (self, callees) => {
      const names = parseServedBy(mergeServedBy(self, callees));
      expect(names[0]).toBe(self);
      expect(new Set(names)).toEqual(new Set([self, ...callees.flat()]));
      expect(new Set(names).size).toBe(names.length);
    }),
  );
});

test("takes a missing, an empty and a doubled header", () => {
  expect(parseServedBy(undefined)).toEqual([]);
  expect(parseServedBy("")).toEqual([]);
  expect(parseServedBy(["a-v1, b-v1", "c-v1"])).toEqual(["a-v1", "b-v1", "c-v1"]);
});
