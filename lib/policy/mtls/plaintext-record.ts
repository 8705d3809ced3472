/** Plaintext of one caller to one workload, as measured. */
export interface PlaintextFlow {
  /** namespace "" for one that is not known; name "": nothing names the caller */
  caller: { namespace: string; name: string };
  /** workload "": only the service is known */
  callee: { namespace: string; workload: string; service: string; app: string; version: string };
  /** in the observation window; connections where `tcp` */
  requests: number;
  tcp: boolean;
  /** the shortest time back from now within which it was seen, seconds */
  seenWithinSec: number;
  /** of the last ten minutes */
  lately: number;
}

/** What is on record of plaintext in an observation window, and what is not. */
export interface PlaintextRecord {
  flows: readonly PlaintextFlow[];
  /** why the record cannot be trusted to be whole, in sentences; []: it can */
  gaps: readonly string[];
  windowSec: number;
  /** so much of the window has traffic on record; null: that cannot be told */
  coveredSec: number | null;
  /** proxies whose counters are not read now, by id, and why */
  unread: ReadonlyMap<string, string>;
}

/** A record may lack so much of its window before it is said: two of the steps it is counted in. */
const LACK_SEC = 1200;

/** Whether a record is too short for its window to take its silence for all of it. */
export function isShort({ coveredSec, windowSec }: Pick<PlaintextRecord, "coveredSec" | "windowSec">): boolean {
  return coveredSec !== null && windowSec - coveredSec > LACK_SEC;
}

/** "24 hours", "10 minutes", "minute". */
export function spanWords(sec: number): string {
  if (sec >= 7200) return `${Math.round(sec / 3600)} hours`;
  if (sec >= 3600) return "hour";
  return sec >= 120 ? `${Math.round(sec / 60)} minutes` : "minute";
}
