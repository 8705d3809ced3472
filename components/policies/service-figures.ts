import { versionSeries } from "@/lib/client/version-series";
import { mtlsShareOf } from "@/lib/graph/mtls-share";
import type { Graph, GraphNode, NodeBadge } from "@/lib/model/graph";
import type { Health } from "@/lib/model/health";
import type { Service } from "@/lib/model/workload";

/** What was measured of one version of a service. `share`: 0..1 of the service's requests; null when there were none. */
export interface VersionFigures {
  version: string;
  series: number;
  workloads: readonly string[];
  requests: number;
  ratePerSec: number;
  share: number | null;
  errorRatio: number;
  p95Ms: number | null;
}

/** What was measured of one service in the window. `null` figures: nothing was. */
export interface ServiceFigures {
  service: Service;
  health: Health;
  requests: number;
  ratePerSec: number;
  errorRatio: number;
  p95Ms: number | null;
  bytesPerSec: number;
  /** share of mutual TLS of what reaches it; null: not known */
  mtlsShare: number | null;
  /** its ports speak TCP alone: connections and bytes, no requests */
  tcp: boolean;
  versions: readonly VersionFigures[];
  badges: readonly NodeBadge[];
}

const NO_TRAFFIC: Health = { status: "unknown", reasons: ["Nothing was measured of it yet."] };

/** Joins the registry with two graphs of the same window: by workload (versions) and by service (totals, health). */
export function serviceFigures(
  services: readonly Service[],
  byWorkload: Graph | undefined,
  byService: Graph | undefined,
): ServiceFigures[] {
  const totals = new Map((byService?.nodes ?? []).flatMap((node) => keysOf(node).map((key) => [key, node] as const)));
  const workloads = groupByService(byWorkload?.nodes ?? []);
  return services.map((service) => {
    const key = `${service.namespace}/${service.name}`;
    const total = totals.get(key) ?? totals.get(service.host);
    return {
      service,
      health: total?.health ?? NO_TRAFFIC,
      requests: total?.inbound.requests ?? 0,
      ratePerSec: total?.inbound.ratePerSec ?? 0,
      errorRatio: total?.inbound.errorRatio ?? 0,
      p95Ms: total?.inboundLatencyMs?.p95 ?? null,
      bytesPerSec: total?.inbound.bytesPerSec ?? 0,
      mtlsShare: total ? mtlsShareOf((byService?.edges ?? []).filter(({ target }) => target === total.id)) : null,
      tcp: service.ports.length > 0 && service.ports.every((port) => port.protocol === "tcp"),
      versions: versionFigures(service, workloads.get(key) ?? []),
      badges: total?.badges ?? [],
    };
  });
}

const keysOf = (node: GraphNode): string[] =>
  node.service ? [`${node.namespace}/${node.service}`, node.name] : [node.name];

function groupByService(nodes: readonly GraphNode[]): Map<string, GraphNode[]> {
  const groups = new Map<string, GraphNode[]>();
  for (const node of nodes) {
    if (!node.service || !node.workload) continue;
    const key = `${node.namespace}/${node.service}`;
    groups.set(key, [...(groups.get(key) ?? []), node]);
  }
  return groups;
}

/** Every version the registry or the traffic knows of, in order. */
export function versionFigures(service: Pick<Service, "versions">, nodes: readonly GraphNode[]): VersionFigures[] {
  const known = service.versions.map((one) => one.version);
  const names = [...new Set([...known, ...nodes.map((node) => node.version ?? "")])].filter(Boolean).sort(byVersion);
  const all = nodes.reduce((sum, node) => sum + node.inbound.requests, 0);
  return names.map((version) => {
    const own = nodes.filter((node) => node.version === version);
    const requests = own.reduce((sum, node) => sum + node.inbound.requests, 0);
    const errors = own.reduce((sum, node) => sum + node.inbound.errorRatio * node.inbound.requests, 0);
    const p95 = own.flatMap((node) => node.inboundLatencyMs?.p95 ?? []);
    return {
      version,
      series: versionSeries(version, names),
      workloads: service.versions.find((one) => one.version === version)?.workloads ?? [],
      requests,
      ratePerSec: own.reduce((sum, node) => sum + node.inbound.ratePerSec, 0),
      share: all > 0 ? requests / all : null,
      errorRatio: requests > 0 ? errors / requests : 0,
      // Of several workloads the slower one: quantiles do not add up.
      p95Ms: p95.length > 0 ? Math.max(...p95) : null,
    };
  });
}

const byVersion = (a: string, b: string) => a.localeCompare(b, "en", { numeric: true });
