import fc from "fast-check";
import { expect, test } from "vitest";
import type { PeerPolicy } from "./effective-mode";
import type { PlaintextFlow, PlaintextRecord } from "./plaintext-record";
import { type PreflightWorkload, type StrictPreflightInput, strictPreflight } from "./strict-preflight";

const policy = (namespace: string, spec: PeerPolicy["spec"], name = "default"): PeerPolicy => ({
  key: { group: "security.istio.io", version: "v1", plural: "peerauthentications", namespace, name },
  spec,
});
const strict = policy("payments", { mtls: { mode: "STRICT" } });
const workload = (namespace: string, app: string, more: Partial<PreflightWorkload> = {}): PreflightWorkload => ({
  ...{ namespace, workload: `${app}-v1`, service: app, labels: { app }, certified: true, unread: null },
  ...more,
});
const payments = workload("payments", "payments");
const inventory = workload("platform", "inventory");
const flow = (callee: PreflightWorkload, more: Partial<PlaintextFlow> = {}): PlaintextFlow => ({
  caller: { namespace: "", name: "legacy-batch" },
  callee: { ...callee, app: callee.service, version: "v1" },
  ...{ requests: 1440, tcp: false, seenWithinSec: 60, lately: 10 },
  ...more,
});
const record = (more: Partial<PlaintextRecord> = {}): PlaintextRecord => ({
  flows: [flow(payments), flow(inventory)],
  ...{ gaps: [], windowSec: 86_400, coveredSec: 86_400, unread: new Map() },
  ...more,
});
const check = (more: Partial<StrictPreflightInput>) =>
  strictPreflight({ before: [], after: [strict], workloads: [payments, inventory], record: record(), ...more });
const codes = (more: Partial<StrictPreflightInput>) => check(more).map(({ code }) => code);

test("names the callers of those workloads that become strict, with counts, and nobody else's", () => {
  const findings = check({});
  expect(findings.map(({ code, severity, overridable }) => [code, severity, overridable])).toEqual([
    ["HED-PA-020", "error", true],
  ]);
  expect(findings[0]?.message).toBe(
    "legacy-batch talks plaintext to payments-v1: 1440 requests in the last 24 hours, the latest within the last minute. STRICT would refuse them.",
  );
});

test("has nothing against what is strict already, against PERMISSIVE, or against a whole record without plaintext", () => {
  expect(check({ before: [strict] })).toEqual([]);
  expect(check({ after: [policy("payments", { mtls: { mode: "PERMISSIVE" } })] })).toEqual([]);
  expect(check({ record: record({ flows: [flow(inventory)] }) })).toEqual([]);
});

test("a strict port is enough, and one that was strict before hides no other that becomes so", () => {
  const selector = { matchLabels: { app: "payments" } };
  const port = policy("payments", { selector, portLevelMtls: { "9080": { mode: "STRICT" } } });
  expect(codes({ after: [port] })).toEqual(["HED-PA-020"]);
  const second = policy("payments", {
    selector,
    portLevelMtls: { "9080": { mode: "STRICT" }, "9090": { mode: "STRICT" } },
  });
  expect(codes({ before: [port], after: [second] })).toEqual(["HED-PA-020"]);
  expect(codes({ before: [port], after: [port, strict] })).toEqual(["HED-PA-020"]);
});

test("what becomes strict by the removal of a laxer policy counts", () => {
  const mesh = policy("istio-system", { mtls: { mode: "STRICT" } });
  const lax = policy("payments", { mtls: { mode: "PERMISSIVE" } });
  expect(codes({ before: [mesh, lax], after: [mesh] })).toEqual(["HED-PA-020"]);
});

test("callees on record count when no proxy of theirs is connected, as after a restart of the console", () => {
  expect(codes({ workloads: [] })).toEqual(["HED-PA-020"]);
  const own = policy("payments", { selector: { matchLabels: { app: "payments" } }, mtls: { mode: "STRICT" } });
  expect(codes({ workloads: [], after: [own] })).toEqual(["HED-PA-020"]);
});

test("where only the service of a callee is known, all of its workloads are meant", () => {
  const vague = flow(payments, { callee: { ...flow(payments).callee, workload: "" } });
  expect(codes({ record: record({ flows: [vague] }) })).toEqual(["HED-PA-020"]);
});

test("says connections where they are, and that nothing names a caller", () => {
  const hidden = flow(payments, { caller: { namespace: "", name: "" }, tcp: true, requests: 1 });
  expect(check({ record: record({ flows: [hidden] }) })[0]?.message).toMatch(
    /^A caller without a name talks plaintext to payments-v1: 1 connection in/,
  );
});

test("proxies without certificate or report, and records with gaps, speak against it too", () => {
  const broken = workload("payments", "payments", { certified: false, unread: "The collector got: refused" });
  const gaps = ["The newest traffic on record is 10 minutes old."];
  const findings = check({ workloads: [broken], record: record({ flows: [], gaps }) });
  expect(findings.map(({ code }) => code)).toEqual(["HED-PA-021", "HED-PA-022", "HED-PA-023"]);
  expect(findings.every(({ severity, overridable }) => severity === "error" && overridable)).toBe(true);
  expect(findings[1]?.message).toContain("10 minutes old");
});

test("a short record is said as a warning, a whole one is not", () => {
  const [short] = check({ record: record({ flows: [], coveredSec: 7200 }) });
  expect([short?.code, short?.severity, short?.message]).toEqual([
    "HED-PA-024",
    "warning",
    "Traffic is on record for 2 hours of the last 24 hours only: who talked plaintext in the rest is not known.",
  ]);
  expect(check({ record: record({ flows: [], coveredSec: null }) })).toEqual([]);
});

test("whatever else is on record, a flow to a workload that becomes strict is never without an error", () => {
  const others = fc.array(
    fc.record({ requests: fc.integer({ min: 0, max: 1e6 }), seenWithinSec: fc.constantFrom(60, 600, 3600, 86_400) }),
  );
  fc.assert(
    fc.property(others, fc.integer({ min: 1, max: 1e6 }), fc.boolean(), (rest, requests, tcp) => {
      const flows = [...rest.map((one) => flow(inventory, one)), flow(payments, { requests, tcp })];
      expect(codes({ record: record({ flows }) })).toContain("HED-PA-020");
    }),
  );
});
