import { indexRegistry } from "@/lib/graph/registry-index";
import type { MeshHandle } from "@/lib/identity/ctx";
import type { SourceState } from "@/lib/model/graph";
import type { MeasuredSides, MeasureQuery, RolloutMetrics } from "./rollout-metrics";
import { sumCopies } from "./sum-copies";
import { sumSides } from "./sum-sides";

/** Newest data so old, in seconds, that a window which ends now cannot be judged: several scrape intervals and flushes. */
const STALE_SEC = 30;

/** Reads a run's figures out of a mesh's metrics source, told apart by the version label of whom the calls reached. */
export function sourceRolloutMetrics(mesh: Pick<MeshHandle, "metrics" | "port">, now: () => number): RolloutMetrics {
  return {
    async measure({ mesh: name, target, fromMs, toMs, copies = false }: MeasureQuery): Promise<MeasuredSides> {
      const [edges, services, workloads] = await Promise.all([
        mesh.metrics.edgeSamples({
          mesh: name,
          namespaces: [target.namespace],
          destination: { namespace: target.namespace },
          served: copies,
          fromMs,
          toMs,
        }),
        mesh.port.services(),
        mesh.port.workloads(),
      ]);
      const registry = indexRegistry(services, workloads);
      const sums = sumSides(edges.samples, target, registry);
      const sides = copies && target.kind === "traffic" ? sumCopies(edges.samples, target, registry) : {};
      const reachesNow = now() - toMs < STALE_SEC * 1000;
      return {
        ...sums,
        ...sides,
        fromMs: edges.fromMs,
        toMs: edges.toMs,
        blind: reachesNow ? blindness(edges.sources) : null,
      };
    },
  };
}

/** Why what the sources say of now is not to be trusted: telemetry that is away must not look like a service without traffic. */
function blindness(sources: readonly SourceState[]): string | null {
  for (const { name, ok, error, ageSec } of sources) {
    if (!ok) return `The metrics source ${name} does not answer: ${error ?? "no reason given"}`;
    if (ageSec !== undefined && ageSec > STALE_SEC) {
      return `The newest metrics of ${name} are ${Math.round(ageSec)} s old; nothing is known of the last ${STALE_SEC} s.`;
    }
  }
  return sources.length === 0 ? "No metrics source is set up." : null;
}
