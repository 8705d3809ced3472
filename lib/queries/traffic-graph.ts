import { buildGraph } from "../graph/build-graph";
import { visibleNamespaces } from "../identity/authorize";
import type { AppContext, Ctx, MeshHandle } from "../identity/ctx";
import type { Graph, GraphView, SourceState } from "../model/graph";
import { isHeddleError } from "../model/heddle-error";
import type { World } from "../policy/world";
import type { EdgeSamples } from "../sources/metrics-source";
import { configBadges } from "./config-badges";
import { meshOf } from "./mesh-of";
import { meshWorld } from "./mesh-world";
import { runQuery } from "./run-query";

/** The newest traffic is a scrape interval old before all of it is in; a window that ends earlier shows whole steps. */
const SETTLE_MS = 5000;
const LIVE_TTL_MS = 2000;
const PAST_TTL_MS = 60_000;
const PAST_AFTER_MS = 120_000;

/**
 * The service graph of one view, cut to the namespaces the actor may see. Telemetry or registry away: the graph is partial and says which
 * source failed and why, instead of failing. Those who ask the same share one computation.
 */
export function trafficGraph({ ctx, input }: { ctx: Ctx; input: GraphView }): Promise<Graph> {
  const mesh = meshOf(ctx, input.mesh);
  const view = viewFor(ctx.actor, { ...input, mesh: mesh.name });
  const facts = { "heddle.mesh": mesh.name, "heddle.window_sec": view.durationSec };
  return runQuery(ctx, "traffic-graph", facts, () => sharedGraph(ctx, mesh, view));
}

/** The view as its key: own namespaces only, sorted, without doubles. Equal views are computed once. */
export function viewFor(actor: Ctx["actor"], view: GraphView): GraphView {
  const namespaces = visibleNamespaces(actor, view.namespaces);
  return { ...view, namespaces: namespaces === null ? null : [...new Set(namespaces)].sort() };
}

function sharedGraph(ctx: AppContext, mesh: MeshHandle, view: GraphView): Promise<Graph> {
  const past = view.atMs !== undefined && ctx.now() - view.atMs > PAST_AFTER_MS;
  const options = {
    ttlMs: past ? PAST_TTL_MS : LIVE_TTL_MS,
    weigh: ({ nodes, edges }: Graph) => nodes.length + edges.length,
  };
  return ctx.shared.get(graphKey(view), options, () => computeGraph(ctx, mesh, view));
}

function graphKey({ mesh, namespaces, type, durationSec, atMs }: GraphView): string {
  return `graph ${JSON.stringify([mesh, namespaces, type, durationSec, atMs ?? null])}`;
}

async function computeGraph(ctx: AppContext, mesh: MeshHandle, view: GraphView): Promise<Graph> {
  const toMs = view.atMs ?? ctx.now() - SETTLE_MS;
  const window = { fromMs: toMs - view.durationSec * 1000, toMs };
  const [traffic, registry] = await Promise.all([readTraffic(ctx, mesh, view, window), readRegistry(ctx, mesh)]);
  return buildGraph({
    mesh: mesh.name,
    view,
    window: { fromMs: traffic.recordedFromMs, toMs: traffic.toMs },
    samples: traffic.samples,
    sources: [...traffic.sources, ...registry.sources],
    services: registry.world.services,
    workloads: registry.world.workloads,
    configBadges: configBadges(registry.world),
  });
}

async function readTraffic(
  ctx: AppContext,
  mesh: MeshHandle,
  view: GraphView,
  window: { fromMs: number; toMs: number },
): Promise<EdgeSamples> {
  try {
    return await mesh.metrics.edgeSamples({ mesh: mesh.name, namespaces: view.namespaces, ...window });
  } catch (error) {
    return { ...window, recordedFromMs: window.fromMs, samples: [], sources: [away(ctx, mesh.metrics.name, error)] };
  }
}

async function readRegistry(ctx: AppContext, mesh: MeshHandle): Promise<{ world: World; sources: SourceState[] }> {
  try {
    return { world: (await meshWorld(ctx, mesh)).world, sources: [] };
  } catch (error) {
    const world = { services: [], workloads: [], objects: [] };
    return { world, sources: [away(ctx, "control plane", error)] };
  }
}

function away(ctx: AppContext, name: string, error: unknown): SourceState {
  ctx.log.warn({ err: error, source: name }, "graph without one of its sources");
  return { name, ok: false, error: isHeddleError(error) ? `${error.what} ${error.why}` : "It broke; see the log." };
}
