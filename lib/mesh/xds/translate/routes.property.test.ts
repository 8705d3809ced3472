import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { HttpMatch, HttpRoute } from "../../../policy/schema/http-route";
import { encodeMessage } from "../ads/encode-json";
import { referencedClusters } from "../ads/referenced-clusters";
import { destinationRule, meshState, serving, translate, virtualService } from "../testing/mesh-state";

const SUBSETS = ["v1", "v2", "v3"];
const NODES = SUBSETS.map((version, i) => serving("reviews", version, 20_001 + i));
const RULE = destinationRule("reviews", {
  host: "reviews",
  subsets: SUBSETS.map((name) => ({ name, labels: { version: name } })),
});

const subset = fc.constantFrom(...SUBSETS);
const percent = fc.double({ min: 0, max: 100, noNaN: true });
const destinations = fc
  .array(fc.record({ subset, weight: fc.integer({ min: 0, max: 1000 }) }), { minLength: 1, maxLength: 4 })
  .filter((list) => list.some(({ weight }) => weight > 0))
  .map((list) => list.map(({ subset: s, weight }) => ({ destination: { host: "reviews", subset: s }, weight })));
const stringMatch = fc.oneof(
  fc.record({ exact: fc.string({ minLength: 1 }) }),
  fc.record({ prefix: fc.string({ minLength: 1 }) }),
  fc.record({ regex: fc.constantFrom(".*", "a+", "^x$", "*") }),
);
const match: fc.Arbitrary<HttpMatch> = fc.record(
  {
    name: fc.constantFrom("m1", "m2"),
    uri: stringMatch,
    method: stringMatch,
    headers: fc.dictionary(fc.constantFrom("a", "b", "cookie"), stringMatch),
    withoutHeaders: fc.dictionary(fc.constantFrom("c", "d"), stringMatch),
    queryParams: fc.dictionary(fc.constantFrom("q", "r"), stringMatch),
    ignoreUriCase: fc.boolean(),
  },
  { requiredKeys: [] },
);
const duration = fc.integer({ min: 1, max: 100_000 }).map((ms) => `${ms}ms`);
const httpRoute: fc.Arbitrary<HttpRoute> = fc.record(
  {
    match: fc.array(match, { minLength: 1, maxLength: 3 }),
    route: destinations,
    timeout: duration,
    retries: fc.record({
      attempts: fc.integer({ min: 0, max: 5 }),
      retryOn: fc.constantFrom("5xx", "503,5xx", "reset"),
    }),
    mirror: fc.record({ host: fc.constant("reviews"), subset }),
    mirrorPercentage: fc.record({ value: percent }),
    fault: fc.record({ delay: fc.record({ fixedDelay: duration, percentage: fc.record({ value: percent }) }) }),
    headers: fc.record({ request: fc.record({ set: fc.constant({ x: "1" }), remove: fc.constant(["y"]) }) }),
  },
  { requiredKeys: ["match", "route"] },
);
const rules = fc
  .array(httpRoute, { minLength: 1, maxLength: 5 })
  .map((list) => list.map((rule, i) => ({ ...rule, name: `rule-${i}` })));

function routesOf(http: HttpRoute[]) {
  const made = translate(meshState(NODES, [virtualService("reviews", { hosts: ["reviews"], http })], [RULE]));
  const [host] = made.routes.virtual_hosts as { routes: Record<string, unknown>[] }[];
  return { ...made, list: host?.routes ?? [] };
}

describe("translation of any VirtualService", () => {
  it("keeps the order of rules and matches, and leaves out only what a catch-all hides", () => {
    fc.assert(
      fc.property(rules, (http) => {
        const { list } = routesOf(http);
        const written = http.flatMap(({ name, match: matches = [] }) =>
          matches.map((one) => [name, one.name].filter(Boolean).join(".")),
        );
        expect(list.map(({ name }) => name)).toEqual(written.slice(0, list.length));
        if (list.length < written.length) expect(list.at(-1)?.match).not.toHaveProperty("headers");
      }),
      { numRuns: 200 },
    );
  });

  it("preserves weights: every destination keeps its own, zero ones are left out", () => {
    fc.assert(
      fc.property(destinations, (route) => {
        const [made] = routesOf([{ route }]).list;
        const action = made?.route as {
          cluster?: string;
          weighted_clusters?: { clusters: { name: string; weight: number }[] };
        };
        const cluster = (s: string | undefined) => `outbound|9080|${s}|reviews.default.svc.cluster.local`;
        if (route.length === 1) expect(action.cluster).toBe(cluster(route[0]?.destination.subset));
        else {
          const wanted = route
            .filter(({ weight }) => weight > 0)
            .map(({ destination, weight }) => ({ name: cluster(destination.subset), weight }));
          expect(action.weighted_clusters?.clusters).toEqual(wanted);
        }
      }),
    );
  });

  it("leads only to clusters that CDS has, says nothing is wrong, and fits Envoy's API", () => {
    fc.assert(
      fc.property(rules, (http) => {
        const { routes, clusters, endpoints, findings } = routesOf(http);
        const names = new Set(clusters.map(({ name }) => name));
        for (const cluster of referencedClusters(routes)) expect(names.has(cluster)).toBe(true);
        expect(new Set(endpoints.map((one) => one.cluster_name))).toEqual(names);
        expect(findings).toEqual([]);
        encodeMessage("envoy.config.route.v3.RouteConfiguration", routes);
      }),
      { numRuns: 200 },
    );
  });

  it("never repeats a domain, whatever services and hosts there are", () => {
    const name = fc.constantFrom(
      "a",
      "b",
      "a.one",
      "b.two",
      "a.one.svc.cluster.local",
      "*.example.org",
      "x.example.org",
      "*",
    );
    const nodes = fc.array(fc.tuple(fc.constantFrom("a", "b"), fc.constantFrom("one", "two")), { maxLength: 6 });
    const objects = fc.array(fc.array(name, { minLength: 1, maxLength: 3 }), { maxLength: 5 });
    fc.assert(
      fc.property(nodes, objects, (pairs, hostLists) => {
        const proxies = pairs.map(([service, namespace], i) => serving(service, "v1", 21_000 + i, namespace));
        const services = hostLists.map((hosts, i) =>
          virtualService(
            `vs-${i}`,
            { hosts, http: [{ route: [{ destination: { host: "a.one" } }] }] },
            i % 2 ? "one" : "two",
          ),
        );
        const { routes } = translate(meshState(proxies, services), { namespace: "one" });
        const domains = (routes.virtual_hosts as { domains: string[] }[]).flatMap((host) => host.domains);
        expect(new Set(domains).size).toBe(domains.length);
      }),
      { numRuns: 200 },
    );
  });
});
