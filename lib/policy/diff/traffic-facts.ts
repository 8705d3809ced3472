/** Traffic to one service as it was measured lately. Rates are requests per second. */
export interface ServiceTraffic {
  ratePerSec: number;
  /** by version label; what a subset selects */
  versions: readonly { version: string; ratePerSec: number }[];
  callers: readonly { name: string; namespace: string; ratePerSec: number }[];
}

/** Looks traffic up by the service's FQDN; undefined: nothing was measured. */
export type TrafficOf = (fqdn: string) => ServiceTraffic | undefined;

/** "16.1/s": three significant figures. */
export function rateWords(ratePerSec: number): string {
  if (ratePerSec >= 100) return `${Math.round(ratePerSec)}/s`;
  return `${ratePerSec.toFixed(ratePerSec >= 10 ? 1 : 2)}/s`;
}
