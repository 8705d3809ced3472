import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "./canonical-json";

const sha256 = (value: unknown) => createHash("sha256").update(canonicalJson(value)).digest("hex");

test("hashes that are stored stay what they are: plans and audit entries of earlier versions verify", () => {
  const entry = { seq: 1, prevHash: "0".repeat(64), at: "2026-11-24T10:00:00.000Z", actor: "ada", detail: null };
  expect(canonicalJson(entry)).toBe(
    `{"actor":"ada","at":"2026-11-24T10:00:00.000Z","detail":null,"prevHash":"${"0".repeat(64)}","seq":1}`,
  );
  expect(sha256(entry)).toBe("6f134acaed456c26b6036db1fdf2a69313b6dd1e30f97b0589339a42e4bb0186");
  expect(sha256({ b: [1.5, "ö\u2028", { z: true, a: undefined }], a: {}, Z: 1e21 })).toBe(
    "1b5df929f9282541deb884d6c6684f92b2ea0efb4a93e29c8697c64b06051cd9",
  );
});

test("keys are in the order of UTF-16 code units, and what is undefined is left out", () => {
  expect(canonicalJson({ "\u{1F600}": 1, "\uFB33": 2, b: undefined, a: [undefined, null] })).toBe(
    '{"a":[null,null],"\u{1F600}":1,"\uFB33":2}',
  );
});

test("what JSON cannot hold is refused: a hash of it would mean nothing", () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, () => 1, Symbol("s"), 1n, undefined]) {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  }
  expect(() => canonicalJson({ a: [{ b: Number.NaN }] })).toThrow("NaN has no JSON form");
});

test("it is JSON of the same value, whatever the order of its keys", () => {
  const record = fc.dictionary(fc.string(), fc.jsonValue());
  fc.assert(
    fc.property(record, (value) => {
      const text = canonicalJson(value);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(Object.fromEntries(Object.entries(value).toReversed()))).toBe(text);
    }),
  );
});
