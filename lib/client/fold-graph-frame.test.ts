import { describe, expect, it } from "vitest";
import { buildGraph } from "../graph/build-graph";
import { diffGraph } from "../graph/diff-graph";
import { sample } from "../graph/testing/samples";
import type { Graph, GraphView } from "../model/graph";
import { foldGraphFrame, type GraphFrame } from "./fold-graph-frame";

const view: GraphView = { mesh: "m", namespaces: null, type: "workload", durationSec: 60 };
function graphAt(minute: number, counts: number[]): Graph {
  return buildGraph({
    mesh: "m",
    view,
    window: { fromMs: minute * 60_000, toMs: (minute + 1) * 60_000 },
    samples: counts.map((count, i) => sample("a/web-v1", `a/s${i}-v1`, count)),
    sources: [],
    services: [],
    workloads: [],
  });
}
function frame(prev: Graph | null, next: Graph): GraphFrame {
  const diff = prev ? diffGraph(prev, next) : { ...diffGraph({ ...next, nodes: [], edges: [] }, next) };
  return { type: "graph", id: "s1", seq: 1, full: prev === null, ...diff };
}

describe("foldGraphFrame", () => {
  it("gives the server's graph after a full frame and any number of changes", () => {
    const graphs = [graphAt(1, [3]), graphAt(2, [3, 5]), graphAt(3, [5]), graphAt(4, [])];
    let folded: Graph | undefined;
    graphs.forEach((graph, i) => {
      folded = foldGraphFrame(folded, frame(graphs[i - 1] ?? null, graph), view);
      expect(folded).toEqual(graph);
    });
  });

  it("drops changes that have nothing to change, are of another view, or are older", () => {
    const [one, two] = [graphAt(1, [3]), graphAt(2, [4])];
    expect(foldGraphFrame(undefined, frame(one, two), view)).toBeUndefined();
    expect(foldGraphFrame(one, frame(one, two), { ...view, type: "app" })).toBe(one);
    expect(foldGraphFrame(two, frame(two, one), view)).toBe(two);
  });
});
