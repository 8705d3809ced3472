import type { TraceRow } from "@/lib/traces/trace-row";

/** "reviews v3": the service with its version, once. */
export function rowLabel(row: Pick<TraceRow, "service" | "version">): string {
  const { service, version } = row;
  return version && service !== version && !service.endsWith(`-${version}`) ? `${service} ${version}` : service;
}
