import { describe, expect, it } from "vitest";
import { draftOf, planOf, VS_KEY } from "../plan/testing/sample-plan";
import { sharesBefore } from "./shares-before";

const plan = planOf(draftOf({ kind: "canary", weights: [10, 50, 100], bakeSec: 10 }));
const split = (routes: [subset: string, weight: number][]) => ({
  key: VS_KEY,
  yaml: JSON.stringify({
    apiVersion: "networking.istio.io/v1",
    kind: "VirtualService",
    metadata: { name: "reviews", namespace: "shop" },
    spec: {
      hosts: ["reviews"],
      http: [{ route: routes.map(([subset, weight]) => ({ destination: { host: "reviews", subset }, weight })) }],
    },
  }),
});
const percents = (yaml: Parameters<typeof sharesBefore>[1]) =>
  sharesBefore(plan, yaml).map(({ version, percent }) => [version, Math.round(percent)]);

describe("sharesBefore", () => {
  it("gives each side its part of what the two have, other versions aside", () => {
    const baseline = [
      split([
        ["v1", 60],
        ["v2", 30],
        ["v3", 10],
      ]),
    ];
    expect(percents(baseline)).toEqual([
      ["v1", 67],
      ["v2", 33],
    ]);
  });

  it("is silent where no object splits", () => {
    expect(percents([{ key: VS_KEY, yaml: null }])).toEqual([]);
    expect(percents([split([["v3", 100]])])).toEqual([]);
  });
});
