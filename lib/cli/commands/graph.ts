import { Command } from "commander";
import { Graph, type GraphEdge } from "@/lib/model/graph";
import { apiCall } from "../api-call";
import { cliSettings } from "../settings";
import { textTable } from "../text-table";
import type { CommandOf } from "./command-of";

const HEAD = ["from", "to", "protocol", "rate/s>", "errors>", "p95 ms>", "health"];
const WORST_FIRST = ["failing", "degraded", "unknown", "healthy", "idle"];

const rank = (edge: GraphEdge) => WORST_FIRST.indexOf(edge.health.status);

function rows(graph: Graph): string[][] {
  const name = new Map(
    graph.nodes.map((node) => [node.id, node.namespace ? `${node.name}.${node.namespace}` : node.name]),
  );
  return [...graph.edges]
    .sort((a, b) => rank(a) - rank(b) || b.ratePerSec - a.ratePerSec)
    .map((edge) => [
      name.get(edge.source) ?? edge.source,
      name.get(edge.target) ?? edge.target,
      edge.protocol,
      edge.ratePerSec.toFixed(1),
      `${(edge.errorRatio * 100).toFixed(1)}%`,
      edge.latencyMs.p95 === null ? "-" : edge.latencyMs.p95.toFixed(0),
      edge.health.status,
    ]);
}

/** `heddle graph`: the edges of the service graph, worst first. */
export const graphCommand: CommandOf = (globals) =>
  new Command("graph")
    .description("print the edges of the service graph, worst first")
    .option("-n, --namespaces <names>", "comma separated; * for all", "*")
    .option("--type <type>", "workload, app, versionedApp or service", "workload")
    .option("--duration <duration>", "window, e.g. 10m", "10m")
    .option("-o, --output <format>", "table or json", "table")
    .action(async (flags: { namespaces: string; type: string; duration: string; output: string }) => {
      const { namespaces, type, duration } = flags;
      const graph = await apiCall(
        cliSettings(globals()),
        `graph?${new URLSearchParams({ namespaces, type, duration })}`,
        Graph,
      );
      console.log(flags.output === "json" ? JSON.stringify(graph, null, 2) : textTable(HEAD, rows(graph)));
    });
