import fc from "fast-check";
import { expect, test } from "vitest";
import { PERSONAS } from "./personas";
import { type PlannedRequest, planTraffic } from "./plan-traffic";
import { headersOf } from "./traffic-generator";

function take(seed: number, count: number, ratePerSec = 20): PlannedRequest[] {
  const plan = planTraffic(seed, () => ratePerSec);
  return Array.from({ length: count }, () => plan.next().value);
}

test("a seed always gives the same shoppers, another one others", () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 200 }), (seed, ratePerSec) => {
      expect(take(seed, 50, ratePerSec)).toEqual(take(seed, 50, ratePerSec));
      expect(take(seed, 50, ratePerSec)).not.toEqual(take(seed + 1, 50, ratePerSec));
    }),
    { numRuns: 30 },
  );
});

test("requests arrive at the wanted rate", () => {
  const totalMs = take(7, 20_000, 25).reduce((sum, request) => sum + request.afterMs, 0);
  expect(20_000 / (totalMs / 1000)).toBeGreaterThan(24);
  expect(20_000 / (totalMs / 1000)).toBeLessThan(26);
});

test("the rate may change while the plan runs", () => {
  let ratePerSec = 10;
  const plan = planTraffic(7, () => ratePerSec);
  const meanMs = () => Array.from({ length: 5000 }, () => plan.next().value.afterMs).reduce((a, b) => a + b, 0) / 5000;
  const slow = meanMs();
  ratePerSec = 100;
  expect(slow / meanMs()).toBeGreaterThan(8);
});

test("the crowd is mixed as written, and only those who are known check out", () => {
  const requests = take(7, 20_000);
  const share = (persona: string) => requests.filter((request) => request.persona === persona).length / requests.length;
  expect(share("guest")).toBeCloseTo(0.6, 1);
  expect(share("member")).toBeCloseTo(0.3, 1);
  expect(share("beta")).toBeCloseTo(0.1, 1);
  expect(requests.some((request) => request.persona === "guest" && request.path === "/checkout")).toBe(false);
  expect(requests.some((request) => request.persona === "member" && request.path === "/checkout")).toBe(true);
});

test("each request names its persona as header and as cookie", () => {
  for (const request of take(3, 200)) {
    const headers = headersOf(request);
    expect(PERSONAS).toContain(headers["x-persona"]);
    expect(headers.cookie).toBe(`persona=${request.persona}`);
    expect(headers["x-session"]?.startsWith(`${request.persona}-`)).toBe(true);
  }
});
