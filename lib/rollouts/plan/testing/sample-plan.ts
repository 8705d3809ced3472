import { RolloutDraft, type RolloutPlan } from "@/lib/model/rollout-plan";
import type { Service, Workload } from "@/lib/model/workload";
import { worldOf } from "@/lib/policy/world";
import { expandStrategy } from "../expand-strategy";
import { hashPlan } from "../hash-plan";
import type { PlanWorld } from "../validate/plan-world";

export const HOST = "reviews.shop.svc.cluster.local";

export const TARGET = {
  kind: "traffic",
  namespace: "shop",
  service: "reviews",
  host: HOST,
  stable: { subset: "v1", version: "v1" },
  candidate: { subset: "v2", version: "v2" },
} as const;

export const CHECKS = [{ metric: "successRate" as const }];

/** A draft for one strategy, as a person would write it. */
export function draftOf(strategy: unknown, more: Record<string, unknown> = {}): RolloutDraft {
  return RolloutDraft.parse({
    name: "reviews v2",
    targets: [{ target: TARGET, strategy }],
    analysis: { checks: CHECKS },
    ...more,
  });
}

export function planOf(draft: RolloutDraft): RolloutPlan {
  const plan = expandStrategy(draft, { name: "local" });
  return { ...plan, hash: hashPlan(plan) };
}

const key = (plural: string, name: string) => ({
  group: "networking.istio.io",
  version: "v1",
  plural,
  namespace: "shop",
  name,
});
export const VS_KEY = key("virtualservices", "reviews");
export const DR_KEY = key("destinationrules", "reviews");

export const VS = `# Who gets which version.
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: reviews
  namespace: shop
spec:
  hosts:
    - ${HOST}
  http:
    # the back office
    - name: admin
      match:
        - uri: { prefix: /admin }
      timeout: 30s
      route:
        - destination: { host: ratings.shop.svc.cluster.local }
    - name: all   # everyone
      timeout: 2s
      retries:
        attempts: 3
      headers:
        request:
          set: { x-seen: "1" }
      route:
        - destination:
            host: ${HOST}
            subset: v1
`;

export const DR = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: reviews
  namespace: shop
spec:
  host: ${HOST}
  subsets:
    - name: v1   # the old one
      labels: { version: v1 }
`;

export function workload(name: string, more: Partial<Workload> = {}): Workload {
  const version = /-(v\d+)$/.exec(name)?.[1] ?? "";
  const app = name.replace(/-v\d+$/, "");
  return {
    namespace: "shop",
    workload: name,
    app,
    service: app,
    version,
    labels: { app, version },
    instances: 1,
    healthyInstances: 1,
    hasProxy: true,
    ...more,
  };
}

const service = (name: string): Service => ({
  namespace: "shop",
  name,
  host: `${name}.shop.svc.cluster.local`,
  ports: [{ number: 9080, name: "http", protocol: "http" }],
  external: false,
  versions: [],
});

/** A shop with reviews v1 to v3 and ratings, everything well. */
export function planWorld(more: Partial<PlanWorld> = {}): PlanWorld {
  const config = more.config ?? [
    { key: VS_KEY, yaml: VS },
    { key: DR_KEY, yaml: DR },
  ];
  const stored = config.flatMap((one) => (one.yaml === null ? [] : [{ key: one.key, yaml: one.yaml }]));
  const workloads = ["reviews-v1", "reviews-v2", "reviews-v3", "ratings-v1", "productpage-v1"].map((name) =>
    workload(name),
  );
  return {
    world: worldOf([service("reviews"), service("ratings")], workloads, stored),
    config,
    running: [],
    people: null,
    environment: null,
    author: null,
    plaintext: null,
    ...more,
  };
}
