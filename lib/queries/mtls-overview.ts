import { mtlsShareOf } from "../graph/mtls-share";
import { coversNamespace } from "../identity/authorize";
import type { Ctx } from "../identity/ctx";
import type { ConfigObject } from "../model/config-object";
import type { Graph } from "../model/graph";
import type { MtlsCaller, MtlsNamespace, MtlsOverview, MtlsStage, MtlsWorkload } from "../model/mtls-overview";
import type { ProxyStatus } from "../model/proxy";
import { effectiveMode, type PeerPolicy } from "../policy/mtls/effective-mode";
import { peerPolicies } from "../policy/mtls/peer-policies";
import type { PlaintextRecord } from "../policy/mtls/plaintext-record";
import type { World } from "../policy/world";
import { meshOf } from "./mesh-of";
import { meshWorld } from "./mesh-world";
import { plaintextRecord } from "./plaintext-record";
import { runQuery } from "./run-query";
import { trafficGraph } from "./traffic-graph";

const WINDOW_SEC = 600;
const DAY_MS = 86_400_000;

/** Stages, shares, plaintext callers and identities of the namespaces the actor may see. */
export function mtlsOverview({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: { mesh?: string | undefined };
}): Promise<MtlsOverview> {
  const mesh = meshOf(ctx, input.mesh);
  return runQuery(ctx, "mtls-overview", { "heddle.mesh": mesh.name }, async () => {
    const quietSec = Math.round((ctx.mtlsQuietMs ?? DAY_MS) / 1000);
    const view = { mesh: mesh.name, namespaces: null, type: "workload" as const, durationSec: WINDOW_SEC };
    const [{ world, config }, proxies, graph, record] = await Promise.all([
      meshWorld(ctx, mesh),
      mesh.port.proxies(),
      trafficGraph({ ctx, input: view }),
      plaintextRecord(ctx, mesh, quietSec),
    ]);
    const workloads = workloadsOf(ctx, world, proxies, graph);
    return {
      at: new Date(ctx.now()).toISOString(),
      windowSec: WINDOW_SEC,
      quietSec,
      workloads,
      namespaces: namespacesOf(workloads, config),
      callers: callersOf(ctx, record, world),
      gaps: [...record.gaps],
      coveredSec: record.coveredSec,
    };
  });
}

function workloadsOf(ctx: Ctx, world: World, proxies: readonly ProxyStatus[], graph: Graph): MtlsWorkload[] {
  const policies: PeerPolicy[] = peerPolicies(world);
  const byWorkload = new Map<string, ProxyStatus[]>();
  for (const proxy of proxies) {
    const id = `${proxy.namespace}/${proxy.workload}`;
    byWorkload.set(id, [...(byWorkload.get(id) ?? []), proxy]);
  }
  return world.workloads
    .filter(({ hasProxy, namespace }) => hasProxy && coversNamespace(ctx.actor, namespace))
    .map((one) => {
      const { mode, from } = effectiveMode(policies, one, null);
      const own = byWorkload.get(`${one.namespace}/${one.workload}`) ?? [];
      const ids = new Set(
        graph.nodes
          .filter((node) => node.namespace === one.namespace && node.workload === one.workload)
          .map((node) => node.id),
      );
      const edges = graph.edges.filter((edge) => ids.has(edge.target));
      const identities = own.flatMap(({ identity }) => identity ?? []);
      const worst = identities.find(({ state }) => state !== "issued") ?? identities[0];
      const ends = identities.flatMap(({ expiresAt }) => expiresAt ?? []).sort();
      return {
        namespace: one.namespace,
        workload: one.workload,
        mode,
        from,
        ...sharesOf(edges),
        identity: worst?.state ?? "unknown",
        principal: worst?.principal ?? null,
        expiresAt: ends[0] ?? null,
        reason: worst?.reason ?? null,
      };
    });
}

function sharesOf(edges: readonly { requests: number; mtlsShare: number | null }[]) {
  return {
    requests: edges.reduce((sum, { requests }) => sum + requests, 0),
    mtlsShare: mtlsShareOf(edges),
  };
}

function namespacesOf(workloads: readonly MtlsWorkload[], config: readonly ConfigObject[]): MtlsNamespace[] {
  return [...new Set(workloads.map(({ namespace }) => namespace))].sort().map((namespace) => {
    const own = workloads.filter((one) => one.namespace === namespace);
    const stored = config.find(
      ({ key }) => key.plural === "peerauthentications" && key.namespace === namespace && key.name === "default",
    );
    return {
      namespace,
      stage: stageOf(own),
      policy: stored
        ? { key: stored.key, resourceVersion: stored.resourceVersion, yaml: stored.yaml, updatedAt: stored.updatedAt }
        : null,
      workloads: own.length,
      ...sharesOf(own),
    };
  });
}

function stageOf(workloads: readonly MtlsWorkload[]): MtlsStage {
  const modes = new Set(workloads.map(({ mode }) => mode));
  if (modes.size > 1) return "mixed";
  if (modes.has("STRICT")) return "strict";
  if (modes.has("DISABLE")) return "disabled";
  return workloads.every(({ from }) => from !== null) ? "watch" : "permissive";
}

function callersOf(ctx: Ctx, { flows }: PlaintextRecord, world: World): MtlsCaller[] {
  return flows
    .filter(({ callee }) => coversNamespace(ctx.actor, callee.namespace))
    .map(({ caller, callee, requests, tcp, seenWithinSec, lately }) => ({
      caller,
      callee: { namespace: callee.namespace, workload: callee.workload || callee.service || callee.app },
      ...{ requests, tcp, seenWithinSec, ratePerSec: lately / WINDOW_SEC },
      hasProxy: world.workloads.some(
        (one) => one.hasProxy && one.namespace === caller.namespace && one.workload === caller.name,
      ),
    }))
    .sort((a, b) => b.requests - a.requests);
}
