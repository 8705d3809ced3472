import { HealthGlyph } from "@/components/ui/health-glyph";
import { Panel } from "@/components/ui/panel";
import { TextLink } from "@/components/ui/text-link";
import { paths } from "@/lib/client/paths";
import type { Scope } from "@/lib/client/scope-params";
import { worstHealth } from "@/lib/graph/health";
import type { GraphEdge } from "@/lib/model/graph";
import { BytesFigure, ErrorFigure, LatencyFigure, RateFigure } from "../figure-cells";
import type { Neighbour } from "../use-one-service";

/** Who calls the service, or whom it calls, busiest first; each leads on to its page or to the traces of the edge. */
export function NeighboursPanel({
  title,
  none,
  neighbours,
  scope,
}: {
  title: string;
  none: string;
  neighbours: readonly Neighbour[];
  scope: Scope;
}) {
  return (
    <Panel flush title={title} {...(neighbours.length > 0 ? { caption: String(neighbours.length) } : {})}>
      {neighbours.length === 0 ? (
        <p className="px-3.5 py-3 text-text-3">{none}</p>
      ) : (
        <ul>
          {neighbours.map((one) => (
            <Row key={one.node.id} {...one} scope={scope} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Row({ node, edges, scope }: Neighbour & { scope: Scope }) {
  const sums = sumEdges(edges);
  const health = worstHealth(edges.map((edge) => edge.health));
  const service = node.service ?? "";
  const isService = service !== "" && node.kind !== "external" && node.kind !== "client";
  return (
    <li className="flex min-h-9 items-center gap-2 border-b border-border-1 px-3.5 last:border-b-0 max-sm:min-h-11">
      <HealthGlyph status={health.status} />
      <span className="min-w-0 flex-1 truncate">
        {isService ? (
          <TextLink
            href={paths.service(node.namespace, service, scope)}
            className="font-medium text-text-1 hover:text-accent"
          >
            {node.name}
          </TextLink>
        ) : (
          <span className="font-medium">{node.name}</span>
        )}{" "}
        <span className="text-text-3">{node.kind === "client" ? "no proxy" : node.namespace}</span>
      </span>
      <span className="flex shrink-0 gap-3 text-text-2">
        {sums.tcp ? <BytesFigure perSec={sums.bytesPerSec} /> : <RateFigure perSec={sums.ratePerSec} />}
        {sums.tcp ? null : <ErrorFigure ratio={sums.errorRatio} requests={sums.requests} />}
        {sums.tcp ? null : <LatencyFigure ms={sums.p95Ms} />}
      </span>
    </li>
  );
}

function sumEdges(edges: readonly GraphEdge[]) {
  const http = edges.filter((edge) => edge.protocol !== "tcp");
  const requests = http.reduce((sum, edge) => sum + edge.requests, 0);
  const errors = http.reduce((sum, edge) => sum + edge.errorRatio * edge.requests, 0);
  const p95 = http.flatMap((edge) => edge.latencyMs.p95 ?? []);
  return {
    tcp: http.length === 0,
    requests,
    ratePerSec: http.reduce((sum, edge) => sum + edge.ratePerSec, 0),
    bytesPerSec: edges.reduce((sum, edge) => sum + edge.bytesPerSec, 0),
    errorRatio: requests > 0 ? errors / requests : 0,
    p95Ms: p95.length > 0 ? Math.max(...p95) : null,
  };
}
