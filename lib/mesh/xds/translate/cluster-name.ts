/** Istio's name of a cluster callers use: `outbound|<port>|<subset>|<host>` (pilot, BuildSubsetKey). */
export function outboundCluster(port: number, subset: string, host: string): string {
  return `outbound|${port}|${subset}|${host}`;
}

/** The twin of an outbound cluster that takes copies of requests: the same endpoints and policies, and each request marked. */
export function mirrorCluster(port: number, subset: string, host: string): string {
  return `mirror|${port}|${subset}|${host}`;
}
