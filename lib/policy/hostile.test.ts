import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { HeddleError } from "../model/heddle-error";
import { previewChange } from "./diff/preview-change";
import { applySplit } from "./edit/apply-split";
import { readSplit } from "./edit/read-split";
import { parseObject, parseObjects } from "./parse-object";
import { validate } from "./validate/validate";
import { worldOf } from "./world";

const host = "reviews.shop.svc.cluster.local";
const service = { namespace: "shop", name: "reviews", host };
const world = worldOf([{ ...service, ports: [], external: false, versions: [] }], [], []);
const key = {
  group: "networking.istio.io",
  version: "v1",
  plural: "virtualservices",
  namespace: "shop",
  name: "reviews",
};

const GOOD = {
  apiVersion: "networking.istio.io/v1",
  kind: "VirtualService",
  metadata: { name: "reviews", namespace: "shop" },
  spec: {
    hosts: ["reviews"],
    http: [
      {
        name: "a",
        match: [{ headers: { x: { exact: "y" } }, uri: { prefix: "/" } }],
        route: [{ destination: { host: "reviews", subset: "v1" }, weight: 1 }],
        retries: { attempts: 1, retryOn: "5xx" },
        fault: { abort: { httpStatus: 500, percentage: { value: 1 } } },
        mirror: { host: "reviews" },
        headers: { request: { set: { a: "b" } } },
        timeout: "1s",
      },
      {
        route: [
          { destination: { host: "reviews", subset: "v1" }, weight: 50 },
          { destination: { host: "reviews", subset: "v2" }, weight: 50 },
        ],
      },
    ],
  },
};

/** Every path of a value, as keys. */
function pathsOf(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, inner]) => pathsOf(inner, [...path, name]))];
}

function replaced(path: string[], value: unknown): unknown {
  if (path.length === 0) return value;
  const copy = structuredClone(GOOD);
  const parent = path.slice(0, -1).reduce<unknown>((at, step) => Reflect.get(Object(at), step), copy);
  Reflect.set(Object(parent), path.at(-1) ?? "", value);
  return copy;
}

const mangled = fc.record({
  path: fc.constantFrom(...pathsOf(GOOD)),
  value: fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom(null, "", -1, 1e99, [], {}, "*", "{{", "\u0000", Number.MAX_SAFE_INTEGER),
  ),
});

/** Throws nothing but our own refusals. */
function orRefused(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(HeddleError);
  }
}

describe("hostile texts", () => {
  it("a field of any wrong kind ends in findings, never in an exception, and every finding has a line", () => {
    fc.assert(
      fc.property(mangled, ({ path, value }) => {
        const text = stringify(replaced(path, value));
        const parsed = parseObject(text);
        for (const finding of validate([parsed], world)) {
          expect(finding.message).not.toBe("");
          if (parsed.lines) expect(finding.line).toBeGreaterThan(0);
        }
        readSplit(text, host);
        orRefused(() =>
          applySplit({
            virtualService: text,
            destinationRule: null,
            service,
            intent: { rules: [], weights: [{ subset: "v1", weight: 100 }] },
          }),
        );
        previewChange({ items: [{ key, before: stringify(GOOD), after: text }], world, proxies: [] });
      }),
      { numRuns: 400 },
    );
  }, 60_000);

  it("any text at all is read without an exception", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."ab:-#[]{}&*!|>'\"%@`?,\n \t0~") }), (text) => {
        for (const parsed of parseObjects(text)) validate([parsed], world);
        readSplit(text, host);
      }),
      { numRuns: 500 },
    );
  }, 60_000);
});
