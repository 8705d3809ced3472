import type { ConfigKey } from "../../model/config-object";
import type { Finding } from "../../model/finding";
import { objectName } from "../object-name";
import { applies, effectiveMode, levelOf, type PeerPolicy, type PolicyTarget } from "./effective-mode";
import { isShort, type PlaintextFlow, type PlaintextRecord, spanWords } from "./plaintext-record";

/** A workload that a policy may make strict. */
export interface PreflightWorkload extends PolicyTarget {
  workload: string;
  service: string;
  /** false: its proxy has no certificate to take mutual TLS with */
  certified: boolean;
  /** why its proxies' counters are not read; null: they are */
  unread: string | null;
}

export interface StrictPreflightInput {
  before: readonly PeerPolicy[];
  after: readonly PeerPolicy[];
  workloads: readonly PreflightWorkload[];
  record: PlaintextRecord;
}

interface NewlyStrict {
  workload: PreflightWorkload;
  /** the policy that makes it so */
  from: ConfigKey;
}

/**
 * What speaks against going STRICT: callers that still talk plaintext (HED-PA-020), proxies that could not take mutual TLS
 * (HED-PA-021), a record that is not whole (HED-PA-022), proxies that do not report (HED-PA-023): errors that a written reason
 * overrides. A record that is shorter than its window is a warning (HED-PA-024). Pure.
 */
export function strictPreflight(input: StrictPreflightInput): Finding[] {
  const known = [...input.workloads, ...departed(input)];
  const strict = newlyStrict({ ...input, workloads: known });
  return [
    ...uncertified(strict),
    ...plaintextCallers(strict, input.record),
    ...blind(strict, input.record),
    ...unread(strict),
    ...thin(strict, input.record),
  ];
}

/** Whether a set of policies can make anything strict: else nothing needs to be read. */
export function canBeStrict(policies: readonly PeerPolicy[]): boolean {
  return policies.some(isStrict);
}

function isStrict({ spec }: PeerPolicy): boolean {
  return [spec.mtls, ...Object.values(spec.portLevelMtls ?? {})].some((one) => one?.mode === "STRICT");
}

/** Callees on record that no connected proxy stands for now: those that come back are under the policy too. */
function departed({ workloads, record }: StrictPreflightInput): PreflightWorkload[] {
  const ids = new Set(workloads.map(({ namespace, workload }) => `${namespace}/${workload}`));
  return record.flows.flatMap(({ callee: { namespace, workload, service, app, version } }) => {
    if (workload === "" || ids.has(`${namespace}/${workload}`)) return [];
    ids.add(`${namespace}/${workload}`);
    return [{ ...{ namespace, workload, service, labels: { app, version } }, certified: true, unread: null }];
  });
}

/** The workloads that take plaintext under `before` on some port on which they no longer would under `after`. */
function newlyStrict({ before, after, workloads }: StrictPreflightInput): NewlyStrict[] {
  return workloads.flatMap((workload) => {
    const ports = [null, ...portsOf(before, workload), ...portsOf(after, workload)];
    for (const port of ports) {
      const then = effectiveMode(after, workload, port);
      if (then.mode === "STRICT" && then.from && effectiveMode(before, workload, port).mode !== "STRICT")
        return [{ workload, from: then.from }];
    }
    return [];
  });
}

/** Ports with a mode of their own. */
function portsOf(policies: readonly PeerPolicy[], target: PolicyTarget): number[] {
  const own = policies.find((policy) => levelOf(policy) === "workload" && applies(policy, target));
  return Object.keys(own?.spec.portLevelMtls ?? {}).map(Number);
}

function plaintextCallers(strict: readonly NewlyStrict[], { flows, windowSec }: PlaintextRecord): Finding[] {
  return flows.flatMap((flow) => {
    const hit = strict.find(({ workload }) => isCallee(workload, flow.callee));
    if (!hit || flow.requests <= 0) return [];
    const callee = flow.callee.workload || flow.callee.service || flow.callee.app;
    const count = Math.ceil(flow.requests);
    const what = `${count} ${flow.tcp ? "connection" : "request"}${count === 1 ? "" : "s"}`;
    return [
      finding(
        "HED-PA-020",
        hit.from,
        `${callerName(flow)} talks plaintext to ${callee}: ${what} in the last ${spanWords(windowSec)}, the latest within the last ${spanWords(flow.seenWithinSec)}. STRICT would refuse them.`,
        "Give the caller a proxy with a join token, or wait until it is quiet.",
      ),
    ];
  });
}

/** Where only the service of a callee is known, all of its workloads are meant. */
function isCallee(workload: PreflightWorkload, callee: PlaintextFlow["callee"]): boolean {
  if (workload.namespace !== callee.namespace) return false;
  if (callee.workload !== "") return workload.workload === callee.workload;
  return [callee.service, callee.app].some((name) => name !== "" && name === workload.service);
}

function uncertified(strict: readonly NewlyStrict[]): Finding[] {
  return strict
    .filter(({ workload }) => !workload.certified)
    .map(({ workload, from }) =>
      finding(
        "HED-PA-021",
        from,
        `The proxy of ${workload.workload} has no identity: STRICT would let nobody in.`,
        "Start it with a bootstrap that carries a join token.",
      ),
    );
}

function blind([first]: readonly NewlyStrict[], { gaps }: PlaintextRecord): Finding[] {
  if (!first) return [];
  return gaps.map((gap) =>
    finding(
      "HED-PA-022",
      first.from,
      `Who talks plaintext is not known. ${gap}`,
      "Wait until traffic is on record again; see Settings for what the collector says.",
    ),
  );
}

function unread(strict: readonly NewlyStrict[]): Finding[] {
  return strict.flatMap(({ workload, from }) =>
    workload.unread === null
      ? []
      : [
          finding(
            "HED-PA-023",
            from,
            `Who talks plaintext to ${workload.workload} is not known: its proxy does not report. ${workload.unread}`,
            "Let the collector reach the proxy's admin port, and wait for one observation window.",
          ),
        ],
  );
}

function thin([first]: readonly NewlyStrict[], record: PlaintextRecord): Finding[] {
  if (!first || !isShort(record)) return [];
  const { coveredSec, windowSec } = record;
  const message = `Traffic is on record for ${spanWords(coveredSec ?? 0)} of the last ${spanWords(windowSec)} only: who talked plaintext in the rest is not known.`;
  const fix = "Wait until the record covers the times at which batch jobs and backups run.";
  return [{ ...finding("HED-PA-024", first.from, message, fix), severity: "warning", overridable: false }];
}

function finding(code: string, key: ConfigKey, message: string, fix: string): Finding {
  const object = objectName("PeerAuthentication", key);
  return { code, severity: "error", object, path: "spec.mtls.mode", message, fix, overridable: true };
}

function callerName({ caller }: PlaintextFlow): string {
  if (caller.name === "") return "A caller without a name";
  return caller.namespace === "" ? caller.name : `${caller.namespace}/${caller.name}`;
}
