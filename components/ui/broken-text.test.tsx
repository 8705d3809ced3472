import fc from "fast-check";
import { expect, it } from "vitest";
import { partsOf } from "./broken-text";

const words = (text: string, after: "/" | ":") => partsOf(text, after).map(({ part }) => part);

it("breaks a principal after its slashes and a fingerprint after its colons", () => {
  expect(words("spiffe://cluster.local/ns/shop/sa/reviews-v1", "/")).toEqual([
    "spiffe://",
    "cluster.local/",
    "ns/",
    "shop/",
    "sa/",
    "reviews-v1",
  ]);
  expect(words("0A:1B:FF", ":")).toEqual(["0A:", "1B:", "FF"]);
});

it("loses nothing of any text", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "/", ":", "é") });
  fc.assert(
    fc.property(text, (one) => {
      expect(words(one, "/").join("")).toBe(one);
    }),
  );
});
