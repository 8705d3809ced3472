import { describe, expect, it } from "vitest";
import type { Graph, GraphNode } from "@/lib/model/graph";
import { rolloutFixture } from "../testing/rollout-fixture";
import { rolloutMarks } from "./rollout-marks";

const QUIET = { requests: 0, ratePerSec: 0, errorRatio: 0, clientErrorRatio: 0 };
const node = (id: string, over: Partial<GraphNode>): GraphNode => ({
  id,
  kind: "workload",
  namespace: "shop",
  name: id,
  badges: [],
  health: { status: "healthy", reasons: [] },
  inbound: QUIET,
  outbound: QUIET,
  ...over,
});
const graphOf = (...nodes: GraphNode[]): Graph => ({
  mesh: "local",
  type: "versionedApp",
  at: "2026-01-01T00:00:00.000Z",
  durationSec: 60,
  partial: false,
  sources: [],
  nodes,
  edges: [],
});
const running = [rolloutFixture()];

describe("rolloutMarks", () => {
  it("stands at the foot of the app's box", () => {
    const graph = graphOf(
      node("box", { kind: "box", boxKind: "app" }),
      node("v1", { service: "reviews", version: "v1", parent: "box" }),
      node("v3", { service: "reviews", version: "v3", parent: "box" }),
    );
    expect(rolloutMarks(graph, running)).toMatchObject([{ nodeId: "box", rolloutId: "r128", words: "R-128 3/6" }]);
  });

  it("stands at the version that gets traffic where there is no box, and nowhere else", () => {
    const graph = graphOf(
      node("v1", { service: "reviews", version: "v1" }),
      node("v3", { service: "reviews", version: "v3" }),
      node("other", { service: "reviews", namespace: "lab" }),
    );
    expect(rolloutMarks(graph, running).map((one) => one.nodeId)).toEqual(["v3"]);
    expect(rolloutMarks(graphOf(node("web", { service: "web" })), running)).toEqual([]);
  });

  it("says nothing of a plan that has not started", () => {
    const graph = graphOf(node("v3", { service: "reviews", version: "v3" }));
    expect(rolloutMarks(graph, [rolloutFixture("pass", "validated")])).toEqual([]);
  });
});
