import { expect, test } from "vitest";
import type { Actor, Role } from "@/lib/model/actor";
import { worldOf } from "@/lib/policy/world";
import { DR, DR_KEY, draftOf, HOST, planOf, planWorld, TARGET, VS, VS_KEY, workload } from "../testing/sample-plan";
import type { PlanWorld } from "./plan-world";
import { validatePlan } from "./validate-plan";

const CANARY = { kind: "canary", weights: [10, 100] };
const plan = (strategy: unknown = CANARY, more: Record<string, unknown> = {}) => planOf(draftOf(strategy, more));
const target = (more: Record<string, unknown>, strategy: unknown = CANARY) =>
  plan(strategy, { targets: [{ target: { ...TARGET, ...more }, strategy }] });
const found = (of: ReturnType<typeof plan>, world: Partial<PlanWorld> = {}) =>
  validatePlan(of, planWorld(world)).map(({ code, severity, path }) => `${severity} ${code} ${path}`);

test("what does not exist is named: service, host, version, subset's labels, healthy instances, proxies", () => {
  expect(found(target({ service: "revews", host: "revews.shop.svc.cluster.local" }))).toContain(
    "error HED-RO-001 targets[0].target.service",
  );
  expect(found(target({ service: "ratings" }))).toContain("error HED-RO-002 targets[0].target.host");
  expect(found(target({ candidate: { subset: "v9", version: "v9" } }))).toContain(
    "error HED-RO-003 targets[0].target.candidate.version",
  );
  expect(found(target({ candidate: { subset: "v1", version: "v2" } }))).toEqual(
    expect.arrayContaining([
      "error HED-RO-005 targets[0].target.candidate.subset",
      "error HED-RO-006 targets[0].target.candidate",
    ]),
  );
  const { world } = planWorld();
  const broken = world.workloads.map((one) => (one.version === "v2" ? { ...one, healthyInstances: 0 } : one));
  expect(found(plan(), { world: { ...world, workloads: broken } })).toContain(
    "error HED-RO-004 targets[0].target.candidate.version",
  );
  const bare = world.workloads.map((one) => ({ ...one, hasProxy: false }));
  expect(found(plan(), { world: { ...world, workloads: bare } })).toContain("error HED-RO-010 targets[0].target");
}, 30_000);

test("steps that go backwards, do nothing, or are in the wrong place", () => {
  const steps = (...list: unknown[]) => ({ kind: "steps", steps: list });
  expect(found(plan({ kind: "canary", weights: [50, 10] }))).toContain(
    "error HED-RO-021 targets[0].strategy.weights[1]",
  );
  expect(found(plan({ kind: "canary", weights: [0, 10] }))).toContain(
    "error HED-RO-021 targets[0].strategy.weights[0]",
  );
  expect(found(plan({ kind: "canary", weights: [50] }))).toContain("warning HED-RO-025 targets[0].strategy.weights[0]");
  const twice = { id: "a", kind: "setWeight", weight: 10 };
  expect(found(plan(steps(twice, { ...twice, weight: 100 })))).toContain(
    "error HED-RO-020 targets[0].strategy.steps[1]",
  );
  const late = { id: "b", kind: "mirror", percent: 10 };
  expect(found(plan(steps(twice, late)))).toContain("error HED-RO-022 targets[0].strategy.steps[1]");
  expect(found(plan(steps(late)))).toEqual([]);
  expect(found(plan(steps({ id: "s", kind: "setMtls", mode: "strict" })))).toContain(
    "error HED-RO-027 targets[0].strategy.steps[0]",
  );
  expect(found(plan({ kind: "ab", by: "header", match: { name: "x y", value: "1" } }))).toContain(
    "error HED-RO-026 targets[0].strategy.match.name",
  );
  expect(found(plan({ kind: "ab", by: "header", match: { name: "x", op: "regex", value: "(?=a)" } }))).toContain(
    "error HED-RO-026 targets[0].strategy.match.value",
  );
});

const withVs = (yaml: string): Partial<PlanWorld> => ({
  config: [
    { key: VS_KEY, yaml },
    { key: DR_KEY, yaml: DR },
  ],
});

test("weights that do not add up, routes that are not there, objects that cannot be steered", () => {
  const split = (a: number, b: number) =>
    VS.replace(
      "            subset: v1\n",
      `            subset: v1\n          weight: ${a}\n        - destination: { host: reviews, subset: v3 }\n          weight: ${b}\n`,
    );
  expect(found(plan(), withVs(split(60, 30)))).toContain("error HED-RO-041 targets[0].target.routes");
  expect(found(plan(), withVs(split(0, 100)))).toContain("error HED-RO-042 targets[0].target.stable");
  expect(found(plan(), withVs(split(60, 40)))).toContain("info HED-RO-043 targets[0].target.routes");
  expect(found(target({ routes: ["nobody"] }))).toContain("error HED-RO-044 targets[0].target.routes");
  const persona = VS.replace(
    "    - name: all   # everyone\n",
    "    - name: all\n      match:\n        - headers: { x-persona: { exact: a } }\n",
  );
  expect(
    found(plan({ kind: "ab", by: "header", match: { name: "X-Persona", value: "b" } }), withVs(persona)),
  ).toContain("error HED-RO-040 targets[0].strategy");
});

test("two rollouts, or two objects, for the same traffic", () => {
  expect(found(plan(), { running: [{ name: "other", plan: plan() }] })).toContain("error HED-RO-030 targets[0].target");
  expect(
    found(target({ routes: ["all"] }), { running: [{ name: "other", plan: target({ routes: ["admin"] }) }] }),
  ).toContain("error HED-RO-030 targets[0].target");
  expect(found(plan(), { running: [{ name: "other", plan: { ...plan(), mesh: "elsewhere" } }] })).toEqual([]);
  const twice = plan(CANARY, {
    targets: [
      { target: TARGET, strategy: CANARY },
      { target: TARGET, strategy: CANARY },
    ],
  });
  expect(found(twice)).toContain("error HED-RO-031 targets[1].target");
  const other = { key: { ...VS_KEY, name: "reviews-too" }, yaml: VS.replace("name: reviews\n", "name: reviews-too\n") };
  const { world } = planWorld();
  const shared = worldOf(world.services, world.workloads, [{ key: VS_KEY, yaml: VS }, other]);
  expect(found(plan(), { world: shared })).toContain("error HED-RO-032 targets[0].target.host");
});

const person = (id: string, role: Role, namespaces: string[] | null = null): Actor => ({
  kind: "user",
  id,
  name: id,
  roles: [role],
  namespaces,
  grants: [{ role, namespaces }],
});

test("a gate that nobody can satisfy: without the author, in these namespaces, by distinct people", () => {
  const asks = (min: number, more = {}) =>
    plan(CANARY, { gates: { spec: { rules: [{ roles: ["approver"], min }], ...more } } });
  const gate = "error HED-RO-051 gates.spec.rules[0]";
  const world = (...people: Actor[]) => ({ people, author: "ada" });
  expect(found(asks(1), world(person("ada", "approver")))).toContain(gate);
  expect(found(asks(1, { allowSelf: true }), world(person("ada", "approver")))).toEqual([]);
  expect(found(asks(1), world(person("bob", "approver")))).toEqual([]);
  expect(found(asks(1), world(person("bob", "operator")))).toContain(gate);
  expect(found(asks(1), world(person("bob", "approver", ["payments"])))).toContain(gate);
  expect(found(asks(2), world(person("bob", "approver")))).toContain(gate);
  expect(found(asks(2), world(person("bob", "approver"), person("eve", "admin")))).toEqual([]);
  const two = plan(CANARY, { gates: { spec: { rules: [{ roles: ["approver"] }, { roles: [], users: ["bob"] }] } } });
  expect(found(two, world(person("bob", "approver")))).toHaveLength(1);
  expect(found(two, world(person("bob", "approver"), person("eve", "approver")))).toEqual([]);
  const empty = plan(CANARY, { gates: { spec: { rules: [{ roles: [], users: [] }] } } });
  expect(found(empty)).toContain("error HED-RO-050 gates.spec.rules[0]");
});

test("mirrored writes need a gate", () => {
  const mirror = { kind: "mirror", percent: 10, methods: ["POST"] };
  expect(found(plan(mirror))).toEqual([]);
  expect(found(plan(mirror, { gates: { unsafeMirror: false } }))).toContain("error HED-RO-052 targets[0].strategy");
});

test("an analysis that cannot come to a verdict, or contradicts itself", () => {
  const analysis = (more: Record<string, unknown>) =>
    found(plan(CANARY, { analysis: { checks: [{ metric: "successRate" }], ...more } }));
  const latency = (quantile: string, more = {}) => ({ metric: "latency", quantile, ...more });
  expect(analysis({ intervalSec: 2 })).toContain("error HED-RO-060 analysis.intervalSec");
  expect(analysis({ windowSec: 20, intervalSec: 30 })).toContain("error HED-RO-061 analysis.windowSec");
  expect(analysis({ checks: [] })).toContain("error HED-RO-062 analysis.checks");
  expect(analysis({ checks: [{ metric: "successRate", minPercent: null, maxDropPercent: null }] })).toContain(
    "error HED-RO-063 analysis.checks[0]",
  );
  expect(analysis({ checks: [latency("p95", { maxRatio: 0.9 })] })).toContain(
    "error HED-RO-064 analysis.checks[0].maxRatio",
  );
  expect(analysis({ checks: [latency("p95"), latency("p95", { maxMs: 100 })] })).toContain(
    "error HED-RO-065 analysis.checks[1]",
  );
  expect(analysis({ checks: [latency("p50", { maxMs: 300 }), latency("p99", { maxMs: 200 })] })).toContain(
    "error HED-RO-065 analysis.checks[1].maxMs",
  );
  expect(analysis({ warmUpSec: 120 })).toContain("warning HED-RO-067 targets[0].strategy.weights[0]");
});

test("mutual TLS for nobody, without proxies, or against callers who still talk plaintext", () => {
  const mtls = (more: Record<string, unknown> = {}, strategy: unknown = { kind: "mtls" }) =>
    plan(strategy, { targets: [{ target: { kind: "mtls", namespace: "shop", ...more }, strategy }] });
  const plaintext = new Map([["t1", [{ namespace: "", name: "legacy-batch", requests: 3 }]]]);
  expect(found(mtls())).toEqual([]);
  expect(found(mtls({ namespace: "empty" }))).toContain("error HED-RO-070 targets[0].target.namespace");
  expect(found(mtls({ port: 9080 }))).toContain("error HED-RO-072 targets[0].target.port");
  expect(found(mtls(), { plaintext })).toContain("warning HED-RO-073 targets[0].target.overridePlaintext");
  expect(found(mtls({}, { kind: "mtls", watchSec: 0 }), { plaintext })).toContain(
    "error HED-RO-073 targets[0].target.overridePlaintext",
  );
  expect(found(mtls({ overridePlaintext: "switched off tonight" }), { plaintext })).toEqual([]);
  const bare = worldOf(
    [],
    [workload("reviews-v1", { hasProxy: false }), workload("gateway-v1", { namespace: "edge" })],
    [],
  );
  expect(found(mtls(), { world: bare })).toContain("error HED-RO-071 targets[0].target");
});

test("fewer people than production or mutual TLS asks for by default, or the author among them, is a warning", () => {
  const asking = (min: number, more: object = {}) =>
    plan(CANARY, { gates: { promotion: true, spec: { rules: [{ roles: ["approver"], min }], ...more } } });
  const weak = (of: ReturnType<typeof plan>, environment: PlanWorld["environment"] = "production") =>
    found(of, { environment }).filter((one) => one.includes("HED-RO-053"));
  expect(new Set(weak(asking(1)))).toEqual(new Set(["warning HED-RO-053 gates.spec"]));
  expect(weak(asking(2))).toEqual([]);
  expect(weak(asking(2, { allowSelf: true }))).toContain("warning HED-RO-053 gates.spec");
  for (const other of ["staging", null] as const) expect(weak(asking(1), other)).toEqual([]);
  const none = plan(CANARY, { gates: { promotion: false, aboveWeight: null } });
  expect(weak(none)).toEqual(["warning HED-RO-053 gates"]);
});

test("every finding names the rollout, a field and a remedy", () => {
  const findings = validatePlan(
    target(
      { candidate: { subset: "v9", version: "v9" }, routes: ["x"], host: HOST },
      { kind: "canary", weights: [9, 3] },
    ),
    planWorld(),
  );
  expect(findings.length).toBeGreaterThan(2);
  for (const { object, path, fix, message } of findings)
    expect([object, Boolean(path && fix && message)]).toEqual(["Rollout reviews v2", true]);
  expect(findings.map(({ severity }) => severity)).toEqual([...findings.map(({ severity }) => severity)].sort());
});
