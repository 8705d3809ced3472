import { expect, test } from "vitest";
import type { PeerPolicy } from "./effective-mode";
import { type PlaintextFlow, type StrictPreflightInput, strictPreflight } from "./strict-preflight";

const policy = (namespace: string, spec: PeerPolicy["spec"]): PeerPolicy => ({
  key: { group: "security.istio.io", version: "v1", plural: "peerauthentications", namespace, name: "default" },
  spec,
});
const strict = policy("payments", { mtls: { mode: "STRICT" } });
const payments = { namespace: "payments", workload: "payments-v1", labels: { app: "payments" }, certified: true };
const inventory = { namespace: "platform", workload: "inventory-v1", labels: { app: "inventory" }, certified: true };
const flow = (callee: { namespace: string; workload: string }): PlaintextFlow => ({
  caller: { namespace: "", name: "legacy-batch" },
  callee,
  requests: 1440,
  seenWithinSec: 60,
});
const check = (more: Partial<StrictPreflightInput>) =>
  strictPreflight({
    before: [],
    after: [strict],
    workloads: [payments, inventory],
    flows: [flow(payments), flow(inventory)],
    windowSec: 86_400,
    ...more,
  });

test("names the callers of those workloads that become strict, with counts, and nobody else's", () => {
  const findings = check({});
  expect(findings.map(({ code, severity, overridable }) => [code, severity, overridable])).toEqual([
    ["HED-PA-020", "error", true],
  ]);
  expect(findings[0]?.message).toBe(
    "legacy-batch talks plaintext to payments-v1: 1440 requests in the last 24 hours, the latest within the last minute. STRICT would refuse them.",
  );
});

test("has nothing against what is strict already, against PERMISSIVE, or against silence", () => {
  expect(check({ before: [strict] })).toEqual([]);
  expect(check({ after: [policy("payments", { mtls: { mode: "PERMISSIVE" } })] })).toEqual([]);
  expect(check({ flows: [flow(inventory)] })).toEqual([]);
});

test("a strict port is enough", () => {
  const selector = { matchLabels: { app: "payments" } };
  const port = policy("payments", { selector, portLevelMtls: { "9080": { mode: "STRICT" } } });
  expect(check({ after: [port] }).map(({ code }) => code)).toEqual(["HED-PA-020"]);
});

test("a proxy without certificate and traffic that cannot be read speak against it too", () => {
  const findings = check({ workloads: [{ ...payments, certified: false }], flows: null });
  expect(findings.map(({ code }) => code)).toEqual(["HED-PA-021", "HED-PA-022"]);
});
