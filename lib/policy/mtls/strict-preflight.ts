import type { ConfigKey } from "../../model/config-object";
import type { Finding } from "../../model/finding";
import { objectName } from "../object-name";
import { applies, effectiveMode, levelOf, type PeerPolicy, type PolicyTarget } from "./effective-mode";

/** Plaintext requests of one caller to one workload, as measured. */
export interface PlaintextFlow {
  /** "" for a namespace that is not known */
  caller: { namespace: string; name: string };
  callee: { namespace: string; workload: string };
  /** in the observation window */
  requests: number;
  /** the shortest time back from now within which it was seen, seconds */
  seenWithinSec: number;
}

/** A workload that a policy may make strict. `certified` false: its proxy has no certificate to take mutual TLS with. */
export interface PreflightWorkload extends PolicyTarget {
  workload: string;
  certified: boolean;
}

export interface StrictPreflightInput {
  before: readonly PeerPolicy[];
  after: readonly PeerPolicy[];
  workloads: readonly PreflightWorkload[];
  /** null: traffic cannot be read now */
  flows: readonly PlaintextFlow[] | null;
  /** length of the observation window */
  windowSec: number;
}

export interface NewlyStrict {
  workload: PreflightWorkload;
  /** the policy that makes it so */
  from: ConfigKey;
}

/** The workloads that take plaintext under `before` on some port and no longer would under `after`. */
export function newlyStrict({ before, after, workloads }: StrictPreflightInput): NewlyStrict[] {
  return workloads.flatMap((workload) => {
    const from = strictBy(after, workload);
    return from && !strictBy(before, workload) ? [{ workload, from }] : [];
  });
}

/** The policy by which a workload refuses plaintext on some port; null: it takes it on all. */
function strictBy(policies: readonly PeerPolicy[], target: PolicyTarget): ConfigKey | null {
  const whole = effectiveMode(policies, target, null);
  if (whole.mode === "STRICT") return whole.from;
  const own = policies.find((policy) => levelOf(policy) === "workload" && applies(policy, target));
  const strictPort = Object.values(own?.spec.portLevelMtls ?? {}).some(({ mode }) => mode === "STRICT");
  return strictPort && own ? own.key : null;
}

/**
 * What speaks against going STRICT: callers that still talk plaintext (HED-PA-020), proxies that could not take mutual TLS
 * (HED-PA-021), traffic that cannot be read (HED-PA-022). Errors that a written reason overrides. Pure.
 */
export function strictPreflight(input: StrictPreflightInput): Finding[] {
  const strict = newlyStrict(input);
  return [...uncertified(strict), ...plaintextCallers(strict, input), ...blind(strict, input)];
}

function plaintextCallers(strict: readonly NewlyStrict[], { flows, windowSec }: StrictPreflightInput): Finding[] {
  return (flows ?? []).flatMap((flow) => {
    const hit = strict.find(
      ({ workload }) => workload.namespace === flow.callee.namespace && workload.workload === flow.callee.workload,
    );
    if (!hit || flow.requests <= 0) return [];
    const requests = `${Math.ceil(flow.requests)} request${Math.ceil(flow.requests) === 1 ? "" : "s"}`;
    return [
      finding(
        "HED-PA-020",
        hit.from,
        `${callerName(flow)} talks plaintext to ${flow.callee.workload}: ${requests} in the last ${spanWords(windowSec)}, the latest within the last ${spanWords(flow.seenWithinSec)}. STRICT would refuse them.`,
        "Give the caller a proxy with a join token, or wait until it is quiet.",
      ),
    ];
  });
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

function blind(strict: readonly NewlyStrict[], { flows }: StrictPreflightInput): Finding[] {
  const [first] = strict;
  if (!first || flows !== null) return [];
  return [
    finding(
      "HED-PA-022",
      first.from,
      "Who talks plaintext is not known: traffic cannot be read now.",
      "Wait until the source of traffic answers again.",
    ),
  ];
}

function finding(code: string, key: ConfigKey, message: string, fix: string): Finding {
  const object = objectName("PeerAuthentication", key);
  return { code, severity: "error", object, path: "spec.mtls.mode", message, fix, overridable: true };
}

function callerName({ caller }: PlaintextFlow): string {
  if (caller.name === "") return "A caller without a name";
  return caller.namespace === "" ? caller.name : `${caller.namespace}/${caller.name}`;
}

/** "24 hours", "10 minutes", "a minute". */
export function spanWords(sec: number): string {
  if (sec >= 7200) return `${Math.round(sec / 3600)} hours`;
  if (sec >= 3600) return "hour";
  return sec >= 120 ? `${Math.round(sec / 60)} minutes` : "minute";
}
