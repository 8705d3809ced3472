import pino from "pino";
import { describe, expect, it } from "vitest";
import { peer, sample, service, workload } from "../graph/testing/samples";
import type { Ctx, MeshHandle } from "../identity/ctx";
import { SharedResults } from "../identity/shared-results";
import type { Actor } from "../model/actor";
import { Graph, type GraphView } from "../model/graph";
import { HeddleError } from "../model/heddle-error";
import type { WindowQuery } from "../sources/metrics-source";
import { trafficGraph } from "./traffic-graph";

const NOW = 1_790_000_003_000;
const view: GraphView = { mesh: "local", namespaces: null, type: "workload", durationSec: 60 };
const admin: Actor = { kind: "user", id: "ada", name: "ada", roles: ["admin"], namespaces: null };
const away = () =>
  Promise.reject(new HeddleError("unavailable", { what: "Telemetry is away.", why: "No answer.", next: "Wait." }));

interface Over {
  metrics?: () => Promise<never>;
  registry?: () => Promise<never>;
  recordBeganMs?: number;
}

function setUp(over: Over = {}, actor = admin) {
  const asked: WindowQuery[] = [];
  const port = {
    services: over.registry ?? (async () => [service("shop/reviews")]),
    workloads: over.registry ?? (async () => [workload("shop/reviews-v1")]),
    listConfig: over.registry ?? (async () => []),
  };
  const recordedFromMs = (from: number) => Math.max(from, over.recordBeganMs ?? 0);
  const metrics = {
    name: "memory",
    edgeSamples:
      over.metrics ??
      (async (query: WindowQuery) => {
        asked.push(query);
        const { fromMs, toMs } = query;
        return {
          samples: [sample("shop/web-v1", "shop/reviews-v1", 60)],
          fromMs,
          toMs,
          recordedFromMs: recordedFromMs(fromMs),
          sources: [{ name: "memory", ok: true }],
        };
      }),
  };
  const handle = { name: "local", port, metrics } as unknown as MeshHandle;
  const ctx = {
    meshes: new Map([["local", handle]]),
    shared: new SharedResults(() => NOW),
    log: pino({ level: "silent" }),
    now: () => NOW,
    actor,
  } as unknown as Ctx;
  return { ctx, asked };
}

describe("trafficGraph", () => {
  it("draws the window that has settled, whole and parsed by its schema", async () => {
    const { ctx, asked } = setUp();
    const graph = Graph.parse(await trafficGraph({ ctx, input: view }));
    expect(graph).toMatchObject({ partial: false, durationSec: 60, edges: [{ requests: 60, ratePerSec: 1 }] });
    expect(asked).toEqual([{ mesh: "local", namespaces: null, fromMs: NOW - 65_000, toMs: NOW - 5000 }]);
  });

  it("tells rates over what is on record of the window", async () => {
    const { ctx } = setUp({ recordBeganMs: NOW - 15_000 });
    const graph = await trafficGraph({ ctx, input: view });
    expect(graph).toMatchObject({ durationSec: 10, edges: [{ requests: 60, ratePerSec: 6 }] });
  });

  it("is partial and says why when telemetry is away: the registry is still drawn", async () => {
    const { ctx } = setUp({ metrics: away });
    const graph = await trafficGraph({ ctx, input: view });
    expect(graph.partial).toBe(true);
    expect(graph.sources).toEqual([{ name: "memory", ok: false, error: "Telemetry is away. No answer." }]);
    expect(graph.nodes.map(({ workload: name }) => name)).toContain(peer("shop/reviews-v1").workload);
  });

  it("is partial and says why when the control plane is away: traffic is still drawn", async () => {
    const { ctx } = setUp({ registry: away });
    const graph = await trafficGraph({ ctx, input: view });
    expect(graph.sources).toContainEqual({ name: "control plane", ok: false, error: "Telemetry is away. No answer." });
    expect(graph.edges).toHaveLength(1);
  });

  it("asks for the namespaces the actor may see and no others", async () => {
    const { ctx, asked } = setUp({}, { ...admin, roles: ["viewer"], namespaces: ["shop", "pay"] });
    await trafficGraph({ ctx, input: view });
    await trafficGraph({ ctx, input: { ...view, namespaces: ["platform", "shop"] } });
    expect(asked.map(({ namespaces }) => namespaces)).toEqual([["pay", "shop"], ["shop"]]);
  });

  it("is computed once for all who ask the same", async () => {
    const { ctx, asked } = setUp();
    const ask = (namespaces: string[]) => trafficGraph({ ctx, input: { ...view, namespaces } });
    const [first, second] = await Promise.all([ask(["a", "b"]), ask(["b", "a", "b"])]);
    expect(asked).toHaveLength(1);
    expect(second).toBe(first);
  });

  it("refuses who is no viewer and a mesh that is not there", async () => {
    const { ctx } = setUp();
    await expect(async () =>
      trafficGraph({ ctx: { ...ctx, actor: { ...admin, roles: [] } }, input: view }),
    ).rejects.toMatchObject({ code: "forbidden" });
    await expect(async () => trafficGraph({ ctx, input: { ...view, mesh: "other" } })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});
