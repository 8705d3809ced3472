import { readFileSync } from "node:fs";

const TICKS_PER_SEC = 100;
const PAGE_BYTES = 4096;

/** CPU seconds (user + system, all threads) and resident bytes of a process, from Linux' /proc. */
export function processCost(pid: number): { cpuSec: number; residentBytes: number } {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const cpuSec = (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SEC;
  return { cpuSec, residentBytes: Number(fields[21]) * PAGE_BYTES };
}
