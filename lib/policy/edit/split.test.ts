import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDocument } from "yaml";
import { parseObject } from "../parse-object";
import { applySplit } from "./apply-split";
import { readSplit } from "./read-split";
import type { SplitIntent, SplitRule } from "./split-intent";

const service = { namespace: "shop", name: "reviews", host: "reviews.shop.svc.cluster.local" };
const apply = (virtualService: string | null, intent: SplitIntent, destinationRule: string | null = null) =>
  applySplit({ virtualService, destinationRule, service, intent });
const weights = (...parts: number[]) => parts.map((weight, i) => ({ subset: `v${i + 1}`, weight }));
const rule = (over: Partial<SplitRule> = {}): SplitRule => ({
  kind: "header",
  name: "x-persona",
  op: "exact",
  value: "beta",
  subset: "v3",
  ...over,
});

const REVIEWS = `# Owned by the shop team
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: reviews
  namespace: shop
  labels: {team:   shop}     # odd spacing on purpose
spec:
  hosts:
  - reviews
  http:
  # admin goes its own way
  - name: admin
    match:
    - uri:
        prefix: "/admin"
    route:
    - destination: { host: reviews, subset: v1 }
  - name: default
    timeout: 3s            # agreed with storefront
    retries: { attempts: 2, perTryTimeout: 1.5s }
    futureField: [1,2,  3]
    route:
    - destination: { host: reviews, subset: v1 }
      weight: 60   # stable
    - destination: { host: reviews, subset: v2 }
      weight: 30
    - destination: { host: reviews, subset: v3 }
      weight: 10
  # never reached, kept all the same
  - name: old
    route:
    - destination: { host: reviews, subset: v1 }
`;

/** The lines that differ, as a diff would say it. */
function changed(before: string, after: string): { gone: string[]; come: string[] } {
  const a = before.split("\n");
  const b = after.split("\n");
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  return { gone: a.slice(start, a.length - end), come: b.slice(start, b.length - end) };
}

describe("readSplit", () => {
  it("reads weights, names what it keeps and leaves unreachable entries alone", () => {
    expect(readSplit(REVIEWS, service.host)).toEqual({
      intent: { rules: [], weights: weights(60, 30, 10) },
      kept: ['route "admin" (uri prefix /admin)', "timeout 3s", "2 retries"],
      problem: null,
    });
  });

  it.each([
    [
      "cookie",
      "cookie: { regex: '^(.*?;)?(user=jason)(;.*)?$' }",
      { kind: "cookie", name: "user", op: "exact", value: "jason" },
    ],
    [
      "regex on the cookie header",
      "cookie: { regex: '.*a.*' }",
      { kind: "header", name: "cookie", op: "regex", value: ".*a.*" },
    ],
    ["prefix", "x: { prefix: ab }", { kind: "header", name: "x", op: "prefix", value: "ab" }],
    ["present", "x: {}", { kind: "header", name: "x", op: "present", value: "" }],
  ])("reads a %s rule", (_, header, expected) => {
    const text = REVIEWS.replace('uri:\n        prefix: "/admin"', () => `headers: { ${header} }`);
    expect(readSplit(text, service.host).intent.rules).toEqual([{ ...expected, subset: "v1", at: 0 }]);
  });

  it.each([
    [
      "a redirect at the end",
      REVIEWS.replace(
        /route:\n {4}- destination: { host: reviews, subset: v1 }\n {6}weight: 60[\s\S]*$/,
        "redirect: { uri: / }\n",
      ),
    ],
    ["another service in the split", REVIEWS.replace("host: reviews, subset: v2", "host: ratings")],
    ["anchors", REVIEWS.replace("timeout: 3s", "timeout: &t 3s")],
    ["not YAML", "a: ["],
    [
      "another kind",
      "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: a}\nspec: {host: a}\n",
    ],
  ])("says why the form cannot edit %s", (_, text) => {
    expect(readSplit(text, service.host).problem).toBeTruthy();
  });
});

describe("applySplit", () => {
  it("changes only the numbers of moved weights", () => {
    const { virtualService } = apply(REVIEWS, { rules: [], weights: weights(70, 30, 0) });
    expect(virtualService).toBe(REVIEWS.replace("weight: 60 ", "weight: 70 ").replace("weight: 10\n", "weight: 0\n"));
  });

  it("puts a rule before the weights, with their timeout and retries, and adds nothing else", () => {
    const { virtualService } = apply(REVIEWS, { rules: [rule()], weights: weights(60, 30, 10) });
    const { gone, come } = changed(REVIEWS, virtualService);
    expect(gone).toEqual([]);
    const at = come.join("\n");
    expect(at).toContain("x-persona: { exact: beta }");
    expect(at).toContain("timeout: 3s");
    expect(parseObject(virtualService).object).toMatchObject({
      spec: {
        http: [{ name: "admin" }, { name: "x-persona-beta", timeout: "3s" }, { name: "default" }, { name: "old" }],
      },
    });
  });

  it("adds a version that the route does not list, and its subset", () => {
    const dr =
      "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: { name: reviews, namespace: shop }\nspec:\n  host: reviews\n  subsets:\n    # the stable ones\n    - name: v1\n      labels: { version: v1 }\n    - name: v2\n      labels: { version: v2 }\n    - { name: v3, labels: { version: v3 } } # canary\n";
    const out = apply(REVIEWS, { rules: [], weights: [...weights(60, 30, 0), { subset: "v4", weight: 10 }] }, dr);
    expect(out.destinationRule).toBe(`${dr}    - name: v4\n      labels: { version: v4 }\n`);
    expect(readSplit(out.virtualService, service.host).intent.weights).toContainEqual({ subset: "v4", weight: 10 });
  });

  it("leaves the DestinationRule alone when nothing is missing there", () => {
    const out = applySplit({
      virtualService: REVIEWS,
      destinationRule: null,
      service,
      intent: { rules: [], weights: weights(50, 50) },
      knownSubsets: ["v1", "v2"],
    });
    expect(out.destinationRule).toBeNull();
  });

  it("writes both objects when there are none", () => {
    const out = apply(null, { rules: [rule()], weights: weights(90, 10) });
    expect(parseObject(out.virtualService).findings).toEqual([]);
    expect(parseObject(out.destinationRule ?? "").object).toMatchObject({
      spec: { host: "reviews", subsets: [{ name: "v3" }, { name: "v1" }, { name: "v2" }] },
    });
  });

  it("splits a route that named no version", () => {
    const text = REVIEWS.replace(
      / {4}- destination: { host: reviews, subset: v1 }\n {6}weight: 60[\s\S]*weight: 10\n/,
      "    - destination: { host: reviews } # all\n",
    );
    const out = apply(text, { rules: [], weights: weights(90, 10) }).virtualService;
    expect(readSplit(out, service.host).intent.weights).toEqual(weights(90, 10));
    expect(out).toContain("# all");
  });

  it("edits a rule in its place and keeps its comment", () => {
    const text = apply(REVIEWS, {
      rules: [rule({ value: "alpha" }), rule()],
      weights: weights(60, 30, 10),
    }).virtualService.replace("exact: alpha } }", "exact: alpha } } # asked for by sales");
    const { rules } = readSplit(text, service.host).intent;
    const out = apply(text, {
      rules: rules.map((one, i) => (i === 0 ? { ...one, value: "gold", subset: "v2" } : one)),
      weights: weights(60, 30, 10),
    }).virtualService;
    expect(out).toBe(
      text.replace("exact: alpha", "exact: gold").replace(/(x-persona-alpha[\s\S]*?)subset: v3/, "$1subset: v2"),
    );
  });

  it("reorders and removes rules, each with its comments", () => {
    const three = apply(REVIEWS, {
      rules: [rule({ value: "a" }), rule({ value: "b" }), rule({ value: "c" })],
      weights: weights(60, 30, 10),
    }).virtualService;
    const text = three.replace("  - name: x-persona-b\n", "  # about b\n  - name: x-persona-b\n");
    const { rules, weights: now } = readSplit(text, service.host).intent;
    const out = apply(text, { rules: [rules[2]!, rules[1]!], weights: now }).virtualService;
    expect(readSplit(out, service.host).intent.rules.map((one) => one.value)).toEqual(["c", "b"]);
    expect(out).toContain("# about b\n  - name: x-persona-b\n");
    expect(apply(out, { rules: [], weights: now }).virtualService).toBe(REVIEWS);
  });

  it.each([[[50, 40]], [[101, -1]], [[33.5, 66.5]]])("refuses weights %j", (parts) => {
    expect(() => apply(REVIEWS, { rules: [], weights: weights(...parts) })).toThrow();
  });

  it("edits JSON as JSON", () => {
    const json = JSON.stringify(parseDocument(REVIEWS).toJS(), null, 2);
    const out = apply(json, { rules: [rule()], weights: weights(50, 30, 20) }).virtualService;
    expect(() => JSON.parse(out)).not.toThrow();
    expect(readSplit(out, service.host).intent.weights).toEqual(weights(50, 30, 20));
  });
});

const label = fc.stringMatching(/^[a-z]([-a-z0-9]{0,8}[a-z0-9])?$/);
const words = fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(..."abc 019-_.*+?()[]{}|^$\\/\"'#:,&é") });
const cookieWords = words.map((text) => text.replace(/[=;]/g, "")).filter((text) => text !== "");
const subset = fc.constantFrom("v1", "v2", "v3", "v4");
const anyRule: fc.Arbitrary<SplitRule> = fc.oneof(
  fc.record({
    kind: fc.constant("header" as const),
    name: label.filter((name) => name !== "cookie"),
    op: fc.constantFrom("exact" as const, "prefix" as const, "regex" as const),
    value: words,
    subset,
  }),
  fc.record({
    kind: fc.constant("header" as const),
    name: label.filter((name) => name !== "cookie"),
    op: fc.constant("present" as const),
    value: fc.constant(""),
    subset,
  }),
  fc.record({
    kind: fc.constant("cookie" as const),
    name: label,
    op: fc.constant("exact" as const),
    value: cookieWords,
    subset,
  }),
);
const anyWeights = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 3, maxLength: 3 }).map((cuts) => {
  const [a = 0, b = 0, c = 0] = [...cuts].sort((x, y) => x - y);
  return weights(a, b - a, c - b, 100 - c);
});
const anyIntent = fc.record({ rules: fc.array(anyRule, { maxLength: 4 }), weights: anyWeights });

const TEXTS: (string | null)[] = [
  null,
  REVIEWS,
  REVIEWS.replaceAll("\n", "\r\n"),
  REVIEWS.trimEnd(),
  JSON.stringify(parseDocument(REVIEWS).toJS()),
  JSON.stringify(parseDocument(REVIEWS).toJS(), null, 4),
  parseDocument(REVIEWS).toString({ indent: 4, indentSeq: true }),
  "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: reviews, namespace: shop}\nspec: {hosts: [reviews], http: [{route: [{destination: {host: reviews}}]}]}\n",
  "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata:\n  name: reviews\n  namespace: shop\nspec:\n  hosts: [reviews.shop.svc.cluster.local]\n  http:\n  -\n    route:\n      -   destination:\n            host: reviews.shop.svc.cluster.local\n            subset: v2\n# the end\n",
  "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata:\n  name: reviews\n  namespace: shop\nspec:\n  hosts: [reviews]\n  http:\n  - match: [{ headers: { end-user: { exact: jason } } }] # j\n    route: [{ destination: { host: reviews, subset: v2 } }]\n",
];

const told = (intent: SplitIntent) => ({
  rules: intent.rules.map(({ at, ...rest }) => rest),
  weights: Object.fromEntries(intent.weights.filter((one) => one.weight > 0).map((one) => [one.subset, one.weight])),
});
const COMMENTS = REVIEWS.match(/ *# .*/g) ?? [];

describe("properties of applySplit", { timeout: 60_000 }, () => {
  it("reads back what it wrote, over every style of text; weights stay whole and add up", () => {
    fc.assert(
      fc.property(fc.constantFrom(...TEXTS), anyIntent, (text, intent) => {
        const out = apply(text, intent);
        const back = readSplit(out.virtualService, service.host);
        expect(back.problem).toBeNull();
        expect(told(back.intent)).toEqual(told(intent));
        expect(back.intent.weights.reduce((sum, one) => sum + one.weight, 0)).toBe(100);
        expect(parseObject(out.virtualService).findings.filter((one) => one.severity === "error")).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it("leaves the text unchanged when nothing is wanted otherwise, also the second time", () => {
    fc.assert(
      fc.property(fc.constantFrom(...TEXTS), anyIntent, (text, intent) => {
        if (text !== null) expect(apply(text, readSplit(text, service.host).intent).virtualService).toBe(text);
        const once = apply(text, intent).virtualService;
        expect(apply(once, readSplit(once, service.host).intent).virtualService).toBe(once);
        expect(apply(once, intent).virtualService).toBe(once);
      }),
      { numRuns: 80 },
    );
  });

  it("keeps every comment, field and foreign route, however often it is edited", () => {
    fc.assert(
      fc.property(fc.array(anyIntent, { minLength: 1, maxLength: 4 }), (intents) => {
        const out = intents.reduce((text, intent) => apply(text, intent).virtualService, REVIEWS);
        for (const comment of COMMENTS) expect(out).toContain(comment);
        expect(out.startsWith(REVIEWS.slice(0, REVIEWS.indexOf("  - name: default")))).toBe(true);
        expect(out).toContain("futureField: [1,2,  3]");
        expect(out.endsWith(REVIEWS.slice(REVIEWS.indexOf("  # never reached")))).toBe(true);
      }),
      { numRuns: 80 },
    );
  });
});
