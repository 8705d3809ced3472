import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EdgeSample } from "../model/edge-sample";
import { mergeSamples } from "./merge-samples";
import { indexRegistry } from "./registry-index";
import { sample, workload } from "./testing/samples";

const registry = indexRegistry([], [workload("shop/web-v1"), workload("shop/reviews-v1"), workload("shop/reviews-v2")]);
const merge = (samples: EdgeSample[]) => mergeSamples(samples, registry).samples;
const total = (samples: EdgeSample[]) => samples.reduce((sum, s) => sum + s.count, 0);

describe("mergeSamples", () => {
  it("takes metrics over spans of the same caller and callee", () => {
    const out = merge([
      sample("shop/web-v1", "shop/reviews-v1", 100),
      sample("shop/web-v1", "shop/reviews-v1", 7, { origin: "span", reporter: "span", estimated: true }),
    ]);
    expect(total(out)).toBe(100);
  });

  it("keeps spans where no metrics saw the pair", () => {
    const out = merge([
      sample("shop/web-v1", "shop/reviews-v1", 100),
      sample("shop/reviews-v1", "shop/ratings-v1", 7, { origin: "span", reporter: "span" }),
    ]);
    expect(total(out)).toBe(107);
  });

  it("lets the caller's Envoy count what never reached a workload, and spans add nothing to it", () => {
    const lost = sample("shop/web-v1", "shop/", 5, {
      code: "503",
      flags: "UH",
      destinationHost: "reviews.shop.svc.cluster.local",
    });
    const out = merge([
      sample("shop/web-v1", "shop/reviews-v1", 100),
      lost,
      sample("shop/web-v1", "shop/reviews-v2", 3, { origin: "span", reporter: "span" }),
    ]);
    expect(total(out)).toBe(105);
  });

  it("drops the callee's Envoy report of a caller whose own Envoy reported", () => {
    const out = merge([
      sample("shop/web-v1", "shop/reviews-v1", 100),
      sample("shop/web-v1", "shop/reviews-v1", 100, { reporter: "destination" }),
    ]);
    expect(total(out)).toBe(100);
  });

  it("takes Istio's callee side and adds from the caller's only what never arrived", () => {
    const istio = { origin: "istio" as const };
    const out = merge([
      sample("shop/web-v1", "shop/reviews-v1", 90, { ...istio, reporter: "destination" }),
      sample("shop/web-v1", "shop/reviews-v1", 88, istio),
      sample("shop/web-v1", "shop/reviews-v1", 4, { ...istio, code: "503", flags: "UO" }),
      sample("shop/web-v1", "shop/reviews-v1", 2, { ...istio, code: "0", flags: "DC" }),
    ]);
    expect(total(out)).toBe(96);
  });

  it("takes Istio's caller side where the callee has no proxy", () => {
    expect(total(merge([sample("shop/web-v1", "db/legacy", 12, { origin: "istio" })]))).toBe(12);
  });

  it("names callers without proxy from spans and keeps the sum", () => {
    const out = merge([
      sample("", "shop/reviews-v1", 40, { reporter: "destination" }),
      sample("batch/legacy-batch", "shop/reviews-v1", 39, { origin: "span", reporter: "span" }),
    ]);
    expect(out).toHaveLength(1);
    expect(out[0]?.source.workload).toBe("legacy-batch");
    expect(total(out)).toBe(40);
  });

  it("leaves unknown what spans do not cover", () => {
    const out = merge([
      sample("", "shop/reviews-v1", 100, { reporter: "destination" }),
      sample("batch/legacy-batch", "shop/reviews-v1", 30, { origin: "span", reporter: "span" }),
    ]);
    const named = out.filter((s) => s.source.workload === "legacy-batch");
    expect(total(named)).toBeCloseTo(30);
    expect(total(out)).toBeCloseTo(100);
  });

  it("never gives an unknown caller the name of a workload that has a proxy", () => {
    const out = merge([
      sample("", "shop/reviews-v1", 10, { reporter: "destination" }),
      sample("shop/web-v1", "shop/reviews-v1", 10, { origin: "span", reporter: "span" }),
    ]);
    expect(out.find((s) => s.reporter === "destination")?.source.workload).toBe("");
  });

  it("fills a span's missing namespace from the registry, so that it is the same pair", () => {
    const spans = sample("/web-v1", "/reviews-v1", 9, { origin: "span", reporter: "span", destinationHost: "" });
    expect(total(merge([sample("shop/web-v1", "shop/reviews-v1", 100), spans]))).toBe(100);
  });

  it("counts every request once, whoever of the proxies and spans reported it", () => {
    const name = fc.constantFrom("shop/web-v1", "shop/reviews-v1", "shop/reviews-v2", "pay/checkout-v1");
    const hop = fc.record({ from: name, to: name, count: fc.integer({ min: 1, max: 1000 }), lost: fc.boolean() });
    const seen = fc.record({
      origin: fc.constantFrom("envoy" as const, "istio" as const),
      spans: fc.boolean(),
      both: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(hop, { maxLength: 20 }), seen, (hops, how) => {
        const samples = hops.flatMap((h) => reports(h, how));
        expect(total(merge(samples))).toBe(hops.reduce((sum, h) => sum + h.count, 0));
      }),
    );
  });
});

interface Hop {
  from: string;
  to: string;
  count: number;
  lost: boolean;
}

/** All reports of one hop: the caller's proxy always, the callee's for what arrived, and spans of both. */
function reports(hop: Hop, how: { origin: "envoy" | "istio"; spans: boolean; both: boolean }): EdgeSample[] {
  const extra = { origin: how.origin, ...(hop.lost ? { code: "503", flags: "UF" } : {}) };
  const out = [sample(hop.from, hop.to, hop.count, extra)];
  if (!hop.lost && (how.both || how.origin === "istio"))
    out.push(sample(hop.from, hop.to, hop.count, { ...extra, reporter: "destination" }));
  if (how.spans) out.push(sample(hop.from, hop.to, hop.count, { origin: "span", reporter: "span", estimated: true }));
  return out;
}
