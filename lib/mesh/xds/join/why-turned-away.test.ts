import { expect, test } from "vitest";
import { whyTurnedAway } from "./why-turned-away";

const serves = (service: string) => ({
  service,
  servicePort: 80,
  appPort: 1,
  inboundPort: 2,
  protocol: "http" as const,
});
const proxy = (id: string, workload: string, more: object = {}) => ({
  node: {
    id,
    namespace: "shop",
    workload,
    serves: serves(workload.replace(/-v\d+$/, "")),
    principal: undefined,
    ...more,
  },
});
const held = { principal: "spiffe://cluster.local/ns/shop/sa/reviews-v1" };
const reviews = proxy("r1", "reviews-v1", held);
const open = (members = [reviews]) => ({ requireToken: false, members });
const NONE = "It brought no join token.";

test("a stranger may not serve beside proxies with identities, under their workload's name or its own", () => {
  for (const { node } of [
    proxy("x", "reviews-v1"),
    proxy("x", "reviews-v9"),
    proxy("x", "reviews-v1", { serves: serves("other") }),
  ])
    expect(whyTurnedAway(node, NONE, open())).toMatch(/^It brought no join token\. It would serve .* beside r1/);
});

test("it may join where nobody has an identity, elsewhere, as a caller only, and when it was there before", () => {
  expect(whyTurnedAway(proxy("x", "reviews-v2").node, NONE, open([proxy("r1", "reviews-v1")]))).toBeUndefined();
  expect(whyTurnedAway(proxy("x", "ratings-v1").node, NONE, open())).toBeUndefined();
  expect(whyTurnedAway(proxy("x", "reviews-v2", { namespace: "lab" }).node, NONE, open())).toBeUndefined();
  expect(whyTurnedAway(proxy("x", "reviews-v1", { serves: undefined }).node, NONE, open())).toBeUndefined();
  expect(whyTurnedAway(proxy("x", "reviews-v2").node, NONE, open([reviews, proxy("x", "reviews-v2")]))).toBeUndefined();
});

test("where tokens are required nobody comes without, and is told what to do", () => {
  const why = whyTurnedAway(proxy("x", "web-v1", { serves: undefined }).node, NONE, {
    requireToken: true,
    members: [],
  });
  expect(why).toContain("HEDDLE_XDS_REQUIRE_TOKEN");
  expect(why).toContain("a join token for web-v1 in shop");
});
