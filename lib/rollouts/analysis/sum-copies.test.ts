import { expect, test } from "vitest";
import { indexRegistry } from "@/lib/graph/registry-index";
import { sample, service, workload } from "@/lib/graph/testing/samples";
import { TARGET } from "../testing/sample-draft";
import { sumCopies } from "./sum-copies";
import { sumSides } from "./sum-sides";

const registry = indexRegistry(
  [service("shop/reviews")],
  [workload("shop/web-v1"), workload("shop/reviews-v1"), workload("shop/reviews-v2")],
);
const samples = [
  sample("shop/web-v1", "shop/reviews-v1", 100),
  sample("", "shop/reviews-v1", 98, { reporter: "served" }),
  sample("", "shop/reviews-v1", 2, { reporter: "served", code: "0", flags: "DC" }),
  sample("", "shop/reviews-v1", 7, { reporter: "mirrored" }),
  sample("", "shop/reviews-v2", 5, { reporter: "served" }),
  sample("shop/web-v1", "shop/reviews-v2", 30, { reporter: "mirrored" }),
  sample("shop/web-v1", "shop/reviews-v2", 8, { reporter: "mirrored", code: "503" }),
  sample("shop/web-v1", "shop/reviews-v2", 2, { reporter: "mirrored", code: "0", flags: "DC" }),
];

test("the candidate is its copies, stable what users asked; a copy without an answer was too slow, a user may hang up", () => {
  const { stable, canary } = sumCopies(samples, { ...TARGET, routes: [] }, registry);
  expect(stable).toMatchObject({ version: "v1", requests: 100, errors: 0 });
  expect(canary).toMatchObject({ version: "v2", requests: 40, errors: 10 });
  expect(canary.latency.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
});

test("copies, and the callees' own counts, are no traffic of users", () => {
  const { stable, canary, otherRequests } = sumSides(samples, { ...TARGET, routes: [] }, registry);
  expect([stable.requests, canary.requests, otherRequests]).toEqual([100, 0, 0]);
});
