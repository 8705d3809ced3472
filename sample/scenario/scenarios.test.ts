import { expect, test } from "vitest";
import { GATEWAY, WORKLOADS } from "../topology/workloads";
import { behaviourOf, isScenario, SCENARIO_TEXT, SCENARIOS } from "./scenarios";

const names = WORKLOADS.map(({ workload }) => workload);

test("in the healthy scenario only reviews-v3 fails, and seldom", () => {
  for (const name of names) {
    const { errorRatio, retries } = behaviourOf("healthy", name);
    expect(errorRatio, name).toBe(name === "reviews-v3" ? 0.01 : 0);
    expect(retries, name).toBe(0);
  }
});

test("each scenario changes only what it is about", () => {
  const changed = (scenario: (typeof SCENARIOS)[number]) =>
    names.filter(
      (name) => JSON.stringify(behaviourOf(scenario, name)) !== JSON.stringify(behaviourOf("healthy", name)),
    );
  expect(changed("bad-version")).toEqual(["reviews-v3"]);
  expect(changed("latency")).toEqual(["reviews-v3"]);
  expect(changed("retry-storm").sort()).toEqual(["ratings-v1", "reviews-v2", "reviews-v3", "web-v1"]);
});

test("bad-version fails a lot, latency is slow without failing more, retry-storm multiplies", () => {
  expect(behaviourOf("bad-version", "reviews-v3").errorRatio).toBeGreaterThan(0.3);
  expect(behaviourOf("latency", "reviews-v3").latencyMs).toBeGreaterThan(1000);
  expect(behaviourOf("latency", "reviews-v3").errorRatio).toBe(behaviourOf("healthy", "reviews-v3").errorRatio);
  expect(
    behaviourOf("retry-storm", "reviews-v2").retries * behaviourOf("retry-storm", "web-v1").retries,
  ).toBeGreaterThan(1);
});

test("every scenario is described and known by its name", () => {
  for (const scenario of SCENARIOS) {
    expect(SCENARIO_TEXT[scenario]).toMatch(/\.$/);
    expect(isScenario(scenario)).toBe(true);
  }
  expect(isScenario("chaos")).toBe(false);
});

test("the shop is as large as it claims: nine services, three namespaces, three versions of reviews, a TCP store, a gateway", () => {
  expect(new Set(WORKLOADS.map(({ namespace, service }) => `${namespace}/${service}`)).size).toBeGreaterThanOrEqual(9);
  expect(new Set(WORKLOADS.map(({ namespace }) => namespace)).size).toBe(3);
  expect(WORKLOADS.filter(({ service }) => service === "reviews").map(({ version }) => version)).toEqual([
    "v1",
    "v2",
    "v3",
  ]);
  expect(WORKLOADS.filter(({ protocol }) => protocol === "tcp").map(({ service }) => service)).toEqual(["redis"]);
  expect(GATEWAY.upstream).toMatch(/^web\.shop:/);
});
