import { describe, expect, it } from "vitest";
import { service } from "../graph/testing/samples";
import { worldOf } from "../policy/world";
import { configBadges } from "./config-badges";
import { objectsOfHost } from "./objects-of-host";

const key = (plural: string, namespace = "shop") => ({
  group: "networking.istio.io",
  version: "v1",
  plural,
  namespace,
  name: "x",
});
const virtualService = (http: string, hosts = "reviews") => ({
  key: key("virtualservices"),
  yaml: `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: { name: x, namespace: shop }\nspec: { hosts: [${hosts}], http: [${http}] }\n`,
});
const destinationRule = (spec: string) => ({
  key: key("destinationrules"),
  yaml: `apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: { name: x, namespace: shop }\nspec: { host: reviews, ${spec} }\n`,
});
const world = (...objects: { key: ReturnType<typeof key>; yaml: string }[]) =>
  worldOf([service("shop/reviews"), service("pay/ledger")], [], objects);
const to = (subset: string, weight: number) =>
  `{ destination: { host: reviews, subset: ${subset} }, weight: ${weight} }`;

describe("configBadges", () => {
  it.each([
    [`{ route: [${to("v1", 90)}, ${to("v2", 10)}] }`, ["split"]],
    [`{ route: [${to("v1", 100)}, ${to("v2", 0)}] }`, []],
    [`{ match: [{ headers: { a: { exact: b } } }], route: [${to("v1", 1)}] }`, ["routing"]],
    [`{ timeout: 3s, retries: { attempts: 2 }, route: [${to("v1", 1)}] }`, ["retry", "timeout"]],
    [
      `{ fault: { abort: { httpStatus: 500, percentage: { value: 1 } } }, mirror: { host: reviews }, route: [${to("v1", 1)}] }`,
      ["fault", "mirror"],
    ],
  ])("of the route %s: %j", (http, badges) => {
    expect(configBadges(world(virtualService(http))).get("shop/reviews")).toEqual(badges);
  });

  it("tells a breaker from plain subsets, and adds up several objects", () => {
    const plain = destinationRule("subsets: [{ name: v1 }]");
    expect(configBadges(world(plain)).get("shop/reviews")).toEqual([]);
    const breaker = destinationRule("trafficPolicy: { outlierDetection: { consecutive5xxErrors: 5 } }");
    const both = world(breaker, virtualService(`{ timeout: 1s, route: [${to("v1", 1)}] }`));
    expect(configBadges(both).get("shop/reviews")).toEqual(["breaker", "timeout"]);
  });

  it("marks the service a host means, in its own namespace", () => {
    const badges = configBadges(world(virtualService(`{ timeout: 1s, route: [${to("v1", 1)}] }`, "ledger.pay")));
    expect([...badges.keys()]).toEqual(["pay/ledger"]);
  });
});

describe("objectsOfHost", () => {
  it("finds what names a host, short or long, routes first", () => {
    const objects = world(destinationRule("subsets: []"), virtualService(`{ route: [${to("v1", 1)}] }`));
    const kinds = (host: string) => objectsOfHost(objects, host).map(({ object }) => object.kind);
    expect(kinds("reviews.shop.svc.cluster.local")).toEqual(["VirtualService", "DestinationRule"]);
    expect(kinds("ledger.pay.svc.cluster.local")).toEqual([]);
  });
});
