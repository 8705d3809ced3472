/** Istio's name of a cluster callers use: `outbound|<port>|<subset>|<host>` (pilot, BuildSubsetKey). */
export function outboundCluster(port: number, subset: string, host: string): string {
  return `outbound|${port}|${subset}|${host}`;
}
