import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applySplit } from "../edit/apply-split";
import type { SplitIntent } from "../edit/split-intent";
import { worldOf } from "../world";
import { describeChange } from "./describe-change";
import { diffObject } from "./diff-object";
import { foldLines } from "./fold-lines";
import { previewChange } from "./preview-change";
import { wordParts } from "./word-parts";

const service = { namespace: "shop", name: "reviews", host: "reviews.shop.svc.cluster.local" };
const key = {
  group: "networking.istio.io",
  version: "v1",
  plural: "virtualservices",
  namespace: "shop",
  name: "reviews",
};
const world = worldOf([{ ...service, ports: [], external: false, versions: [] }], [], []);
const traffic = () => ({
  ratePerSec: 160,
  versions: [
    { version: "v1", ratePerSec: 96 },
    { version: "v3", ratePerSec: 16 },
  ],
  callers: [{ name: "storefront", namespace: "shop", ratePerSec: 160 }],
});

const REVIEWS = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: reviews
  namespace: shop
spec:
  hosts:
  - reviews
  http:
  - name: default
    timeout: 3s            # agreed with storefront
    retries: { attempts: 2, perTryTimeout: 1.5s }
    route:
    - destination: { host: reviews, subset: v1 }
      weight: 60
    - destination: { host: reviews, subset: v2 }
      weight: 30
    - destination: { host: reviews, subset: v3 }
      weight: 10
`;
const shifted = (over: Partial<SplitIntent> = {}) =>
  applySplit({
    virtualService: REVIEWS,
    destinationRule: null,
    service,
    intent: {
      rules: [],
      weights: [
        { subset: "v1", weight: 70 },
        { subset: "v2", weight: 30 },
        { subset: "v3", weight: 0 },
      ],
      ...over,
    },
  });
const BETA = { kind: "header", name: "x-persona", op: "exact", value: "beta", subset: "v3" } as const;

describe("describeChange", () => {
  it("says who gets less, what moves and which requests are set apart", () => {
    const after = shifted({ rules: [BETA] }).virtualService;
    expect(describeChange(REVIEWS, after, world, traffic)).toEqual([
      "v3 gets no ordinary traffic.",
      "About 16.0/s move from v3 to v1.",
      "Requests with x-persona: beta all go to v3.",
    ]);
    expect(describeChange(after, REVIEWS, world)).toEqual([
      "v1 goes from 70% to 60% and v3 goes from 0% to 10%.",
      "10% of requests move from v1 to v3.",
      "Requests with x-persona: beta are no longer set apart; they follow the weights.",
    ]);
  });

  it.each([
    [REVIEWS.replace("timeout: 3s", "timeout: 1s"), ["spec.http.default.timeout goes from 3s to 1s."]],
    [
      REVIEWS.replace("# agreed with storefront", "# agreed"),
      ["Only comments, layout or metadata change; proxies keep what they have."],
    ],
    [
      REVIEWS.replace("    timeout", "    headers: { response: { set: { x-a: b } } }\n    timeout"),
      ['spec.http.default.headers.response.set["x-a"] is set to b.'],
    ],
    [REVIEWS.replace("attempts: 2, ", ""), ["spec.http.default.retries.attempts (2) is taken out."]],
  ])("names other fields %#", (after, words) => {
    expect(describeChange(REVIEWS, after, world)).toEqual(words);
  });

  it("tells of a new object and of one that goes away", () => {
    const made = applySplit({
      virtualService: null,
      destinationRule: null,
      service,
      intent: {
        rules: [],
        weights: [
          { subset: "v1", weight: 90 },
          { subset: "v2", weight: 10 },
        ],
      },
    });
    expect(describeChange(null, made.virtualService, world)).toEqual([
      "VirtualService shop/reviews is new: it decides where requests to reviews go.",
      "Traffic is split by version from now on: v1 90% and v2 10%.",
    ]);
    expect(describeChange(null, made.destinationRule, world)).toEqual([
      "DestinationRule shop/reviews is new: it defines the subsets v1 and v2.",
    ]);
    expect(describeChange(made.destinationRule, null, world)[0]).toContain("the subsets v1 and v2 with it");
  });

  it("says nothing of texts that cannot be read", () => {
    expect(describeChange(REVIEWS, "a: [", world)).toEqual([]);
  });
});

describe("previewChange", () => {
  it("puts difference, effects, what stays, findings and reach together", () => {
    const { virtualService, destinationRule } = shifted();
    const preview = previewChange({
      items: [
        { key, before: REVIEWS, after: virtualService },
        { key: { ...key, plural: "destinationrules" }, before: null, after: destinationRule },
      ],
      world,
      proxies: [
        { namespace: "shop", connected: true },
        { namespace: "edge", connected: true },
        { namespace: "shop", connected: false },
      ],
      traffic,
    });
    expect(preview.diffs.map(({ kind, added, removed }) => ({ kind, added, removed }))).toEqual([
      { kind: "VirtualService", added: 2, removed: 2 },
      { kind: "DestinationRule", added: 17, removed: 0 },
    ]);
    expect(preview.unchanged).toEqual(["timeout 3s", "2 retries", "comments"]);
    expect(preview.touches).toEqual({ proxies: 2, callers: ["storefront"], ratePerSec: 320 / 2 });
    expect(preview.findings.map((one) => one.code)).toEqual(["HED-VS-043"]);
  });

  it("counts only the proxies an object is exported to", () => {
    const own = REVIEWS.replace("spec:\n", "spec:\n  exportTo: ['.']\n");
    const { touches } = previewChange({
      items: [{ key, before: null, after: own }],
      world,
      proxies: [
        { namespace: "shop", connected: true },
        { namespace: "edge", connected: true },
      ],
    });
    expect(touches).toEqual({ proxies: 1, callers: [], ratePerSec: null });
  });
});

describe("diffObject", () => {
  it("gives back both texts, with their line numbers", () => {
    const text = fc
      .array(fc.constantFrom("a", "b", "", "  c: 1", "# d"), { maxLength: 20 })
      .map((lines) => lines.map((line) => `${line}\n`).join(""));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const { lines } = diffObject(key, "VirtualService", before, after);
        const side = (skip: "add" | "del") => lines.filter((line) => line.kind !== skip);
        expect(
          side("add")
            .map((line) => `${line.text}\n`)
            .join(""),
        ).toBe(before);
        expect(
          side("del")
            .map((line) => `${line.text}\n`)
            .join(""),
        ).toBe(after);
        expect(side("add").map((line) => line.oldLine)).toEqual(side("add").map((_, i) => i + 1));
        expect(side("del").map((line) => line.newLine)).toEqual(side("del").map((_, i) => i + 1));
        const folded = foldLines(lines).reduce((sum, row) => sum + (row.kind === "fold" ? row.to - row.from : 1), 0);
        expect(folded).toBe(lines.length);
      }),
    );
  });

  it("folds what is far from a change and says what it holds", () => {
    const { lines } = diffObject(key, "VirtualService", REVIEWS, REVIEWS.replace("weight: 10", "weight: 20"));
    expect(foldLines(lines)[0]).toEqual({ kind: "fold", from: 0, to: 15, about: "apiVersion, kind, metadata, hosts" });
  });

  it("marks the words that changed", () => {
    expect(wordParts("  weight: 60", "  weight: 70").after).toEqual([
      { text: "  weight: ", changed: false },
      { text: "70", changed: true },
    ]);
  });
});
