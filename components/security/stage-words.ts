import { percent } from "@/lib/client/format/percent";
import { count } from "@/lib/client/format/significant";
import type { MtlsCaller, MtlsOverview, MtlsStage } from "@/lib/model/mtls-overview";
import { spanWords } from "@/lib/policy/mtls/plaintext-record";

/** How many of the three bars are full, and the stage's name. */
export const STAGES: Record<MtlsStage, { full: number; word: string }> = {
  disabled: { full: 0, word: "Disabled" },
  mixed: { full: 1, word: "Mixed" },
  permissive: { full: 1, word: "Permissive" },
  watch: { full: 2, word: "Watching" },
  strict: { full: 3, word: "Strict" },
};

/** A share of mutual TLS; `known` false: traffic cannot be read, which is not the same as none. */
export function shareWords(share: number | null, known = true): string {
  if (share === null) return known ? "no traffic" : "not known";
  const { value } = percent(share);
  return `${value}%`;
}

export function callerName({ caller }: MtlsCaller): string {
  if (caller.name === "") return "unknown caller";
  return caller.namespace === "" ? caller.name : `${caller.namespace}/${caller.name}`;
}

/** Callers that STRICT would lock out: those that call a workload which still takes plaintext. */
export function openCallers({ callers, workloads }: MtlsOverview, namespace?: string): MtlsCaller[] {
  return callers.filter(
    ({ callee }) =>
      (namespace === undefined || callee.namespace === namespace) &&
      workloads.some(
        (one) => one.namespace === callee.namespace && one.workload === callee.workload && one.mode !== "STRICT",
      ),
  );
}

/** How many clients talk plaintext; silence proves nothing while the record is not whole. */
export function callerWords(callers: number, known: boolean): string {
  if (callers === 0) return known ? "no plaintext caller" : "callers not known";
  return `${callers} plaintext caller${callers === 1 ? "" : "s"}`;
}

/** What is the case, in one sentence. */
export function mtlsSentence(overview: MtlsOverview): string {
  const names = new Set(openCallers(overview).map(callerName));
  if (names.size === 0 && overview.gaps.length > 0) return "Who talks plaintext is not known";
  if (names.size === 0) return "Nobody talks plaintext";
  return names.size === 1 ? "One client still talks plaintext" : `${names.size} clients still talk plaintext`;
}

export function seenWords({ seenWithinSec }: MtlsCaller): string {
  return `within the last ${spanWords(seenWithinSec)}`;
}

export function requestWords({ requests, tcp }: Pick<MtlsCaller, "requests" | "tcp">): string {
  const what = tcp ? "connection" : "request";
  return requests === 1 ? `1 ${what}` : `${count(requests)} ${what}s`;
}
