import { expect, it } from "vitest";
import { service, workload } from "../../graph/testing/samples";
import { RolloutTarget } from "../../model/rollout-plan";
import { touchedHosts } from "./touched-hosts";

const serving = (path: string, workloads: string[]) => service(path, { versions: [{ version: "v1", workloads }] });
const world = {
  services: [serving("shop/reviews", ["reviews-v1"]), serving("shop/web", ["web-v1"]), serving("pay/web", ["web-v1"])],
  workloads: [workload("shop/reviews-v1"), workload("shop/web-v1"), workload("pay/web-v1")],
  objects: [],
};
const hostsOf = (target: object) =>
  touchedHosts(RolloutTarget.parse(target), world).map((host) => host.split(".", 2).join("."));

it("names the callers' hosts: a version's own, or all that the workloads of mutual TLS serve", () => {
  const side = (version: string) => ({ subset: version, version });
  const sides = { stable: side("v1"), candidate: side("v2") };
  const host = "reviews.shop.svc.cluster.local";
  expect(hostsOf({ kind: "traffic", namespace: "shop", service: "reviews", host, ...sides })).toEqual(["reviews.shop"]);
  expect(hostsOf({ kind: "mtls", namespace: "shop" })).toEqual(["reviews.shop", "web.shop"]);
  expect(hostsOf({ kind: "mtls", namespace: "shop", app: "web" })).toEqual(["web.shop"]);
  expect(hostsOf({ kind: "mtls", namespace: "pay", app: "reviews" })).toEqual([]);
});
