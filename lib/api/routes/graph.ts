import { z } from "zod";
import { EdgeProtocol } from "../../model/edge-sample";
import { Graph, GraphType } from "../../model/graph";
import { TrafficSeries } from "../../model/series";
import { edgeSeries } from "../../queries/edge-series";
import { meshOf } from "../../queries/mesh-of";
import { trafficGraph } from "../../queries/traffic-graph";
import type { PeerFilter } from "../../sources/metrics-source";
import { encodeOnce } from "../encode-once";
import { countParam, MeshParam, MomentMs, NamespaceList, WindowSec } from "../query-params";
import { defineRoute, type Route } from "../route";

const GraphQuery = z.object({
  mesh: MeshParam,
  namespaces: NamespaceList.default(null),
  type: GraphType.default("workload"),
  duration: WindowSec.default(600),
  at: MomentMs.optional().describe("end of the window, ISO 8601 or unix seconds; now when absent"),
});

const name = z.string().max(253).optional();
const SeriesQuery = z.object({
  mesh: MeshParam,
  srcNamespace: name,
  srcWorkload: name,
  srcApp: name,
  srcService: name,
  srcVersion: name,
  dstNamespace: name,
  dstWorkload: name,
  dstApp: name,
  dstService: name,
  dstVersion: name,
  protocol: EdgeProtocol.optional(),
  duration: WindowSec.default(600),
  at: MomentMs.optional(),
  points: countParam({ min: 1, max: 1000, default: 120 }),
});

function peer(parts: (string | undefined)[]): { filter: PeerFilter } | null {
  const names = ["namespace", "workload", "app", "service", "version"] as const;
  const filter = Object.fromEntries(names.flatMap((key, i) => (parts[i] ? [[key, parts[i]]] : [])));
  return Object.keys(filter).length > 0 ? { filter } : null;
}

export const graphRoutes: Route[] = [
  defineRoute({
    method: "GET",
    path: "/graph",
    summary:
      "The service graph of a window: nodes, edges, rates, errors, latency, health. Ids are stable between calls.",
    role: "viewer",
    query: GraphQuery,
    output: Graph,
    errors: ["not_found"],
    run: async ({ ctx, query: { mesh, namespaces, type, duration, at } }) => {
      const view = { mesh: meshOf(ctx, mesh).name, namespaces, type, durationSec: duration };
      const graph = await trafficGraph({ ctx, input: at === undefined ? view : { ...view, atMs: at } });
      return { body: graph, text: { contentType: "application/json", content: encodeOnce(graph) } };
    },
  }),
  defineRoute({
    method: "GET",
    path: "/series",
    summary: "Traffic over time between two sets of peers. A step without data is absent.",
    role: "viewer",
    query: SeriesQuery,
    output: TrafficSeries,
    errors: ["not_found", "unavailable", "timeout"],
    run: async ({ ctx, query: q }) => {
      const source = peer([q.srcNamespace, q.srcWorkload, q.srcApp, q.srcService, q.srcVersion]);
      const destination = peer([q.dstNamespace, q.dstWorkload, q.dstApp, q.dstService, q.dstVersion]);
      const input = {
        mesh: q.mesh,
        durationSec: q.duration,
        atMs: q.at,
        maxPoints: q.points,
        ...(source ? { source: source.filter } : {}),
        ...(destination ? { destination: destination.filter } : {}),
        ...(q.protocol ? { protocol: q.protocol } : {}),
      };
      return { body: await edgeSeries({ ctx, input }) };
    },
  }),
];
