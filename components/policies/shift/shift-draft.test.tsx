import { describe, expect, it } from "vitest";
import type { ConfigObject } from "@/lib/model/config-object";
import type { ServiceDetail } from "@/lib/model/service-detail";
import { shiftBase } from "./shift-base";
import { itemsOf, keyOf, rebase, resultOf, startDraft } from "./shift-draft";

const service = {
  namespace: "shop",
  name: "reviews",
  host: "reviews.shop.svc.cluster.local",
  ports: [],
  external: false,
  versions: [
    { version: "v10", workloads: ["reviews-v10"] },
    { version: "v2", workloads: ["reviews-v2"] },
  ],
};
const stored = (
  kind: "VirtualService" | "DestinationRule",
  yaml: string,
  resourceVersion = "1",
  name = "reviews",
): ConfigObject => ({
  key: { ...keyOf(service, kind), name },
  kind,
  yaml,
  resourceVersion,
  revision: Number(resourceVersion),
  updatedAt: "2026-01-01T00:00:00.000Z",
  updatedBy: "ana",
  reason: "",
});
const detail = (config: ConfigObject[]): ServiceDetail => ({ service, workloads: [], config, changes: [] });

const VS = (weights: string, name = "reviews") => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: ${name}, namespace: shop } # ours
spec:
  hosts: [reviews]
  http:
  - route:
${weights}`;
const HALF = VS(`    - { destination: { host: reviews, subset: stable }, weight: 50 }
    - { destination: { host: reviews, subset: v10 }, weight: 50 }
`);
const DR = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: reviews, namespace: shop }
spec:
  host: reviews
  subsets:
  - { name: stable, labels: { version: v2 } }
`;
const wanted = [
  { subset: "stable", weight: 90 },
  { subset: "v10", weight: 10 },
];

describe("shiftBase", () => {
  it("joins subsets with the versions that run, in version order", () => {
    const base = shiftBase(detail([stored("DestinationRule", DR)]));
    expect(base.versions.map(({ subset, version }) => ({ subset, version }))).toEqual([
      { subset: "stable", version: "v2" },
      { subset: "v10", version: "v10" },
    ]);
    expect(base.virtualService).toBeNull();
  });

  it("takes the oldest of several VirtualServices, as proxies do", () => {
    const config = [stored("VirtualService", HALF, "9", "newer"), stored("VirtualService", HALF, "3")];
    expect(shiftBase(detail(config)).virtualService?.resourceVersion).toBe("3");
  });
});

describe("a draft", () => {
  const base = shiftBase(detail([stored("VirtualService", HALF, "4"), stored("DestinationRule", DR, "2")]));

  it("wants nothing at first", () => {
    const draft = startDraft(base);
    expect(itemsOf(base, resultOf(draft, base))).toEqual([]);
  });

  it("writes what the form says, with the versions that were read, and the subset that was missing", () => {
    const draft = { ...startDraft(base), intent: { rules: [], weights: wanted } };
    const items = itemsOf(base, resultOf(draft, base));
    expect(items.map(({ key, resourceVersion }) => ({ plural: key.plural, resourceVersion }))).toEqual([
      { plural: "virtualservices", resourceVersion: "4" },
      { plural: "destinationrules", resourceVersion: "2" },
    ]);
    expect(items[0]?.yaml).toBe(HALF.replace("weight: 50", "weight: 90").replace("weight: 50", "weight: 10"));
    expect(items[1]?.yaml).toContain("name: v10");
  });

  it("makes new objects that must not exist yet", () => {
    const bare = shiftBase(detail([]));
    const draft = {
      ...startDraft(bare),
      intent: {
        rules: [],
        weights: [
          { subset: "v2", weight: 90 },
          { subset: "v10", weight: 10 },
        ],
      },
    };
    expect(itemsOf(bare, resultOf(draft, bare)).map((item) => item.resourceVersion)).toEqual([null, null]);
  });

  it("says what is missing in an unfinished rule", () => {
    const rule = { kind: "header", name: "x-persona", op: "exact", value: "", subset: "v10" } as const;
    const result = resultOf({ ...startDraft(base), intent: { rules: [rule], weights: wanted } }, base);
    expect(result.problem).toContain("not complete");
    expect(itemsOf(base, result)).toEqual([]);
  });

  it("is redone on what somebody else wrote meanwhile", () => {
    const theirs = HALF.replace("spec:", "spec:\n  # theirs");
    const next = shiftBase(detail([stored("VirtualService", theirs, "5"), stored("DestinationRule", DR, "2")]));
    const draft = rebase({ ...startDraft(base), intent: { rules: [], weights: wanted } }, base, next);
    const [item] = itemsOf(next, resultOf(draft, next));
    expect(item?.resourceVersion).toBe("5");
    expect(item?.yaml).toContain("# theirs");
    expect(item?.yaml).toContain("weight: 90");
  });

  it("keeps a text that was edited by hand as it is when redone", () => {
    const byHand = {
      texts: { virtualService: `${HALF}# mine\n`, destinationRule: DR },
      intent: startDraft(base).intent,
    };
    expect(rebase(byHand, base, base).texts.virtualService).toContain("# mine");
  });
});
