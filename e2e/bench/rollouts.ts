import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Service, Workload } from "@/lib/model/workload";
import { RolloutBench } from "@/lib/rollouts/testing/rollout-bench";
import { startRollout } from "@/lib/rollouts/verbs/start-rollout";
import { openAppStore } from "@/lib/store/open-app-store";
import { waitFor } from "../support/wait-for";
import { quantile } from "./quantile";
import { print } from "./report";

const MANY = 50;
const BAKE_SEC = 60;
/** Traffic is measured on a grid of 5 s; runs that begin at other places of it take turns to be the lucky one, so a few count as "alone". */
const FEW = 4;
const STAGGER_MS = 1250;
const NAMESPACE = "shop";

/** How long a step takes of a few rollouts, and of fifty at once: controller, PGlite and analysis as in the console, traffic simulated. */
export async function benchRollouts(): Promise<void> {
  const alone = await stepSeconds(FEW);
  const many = await stepSeconds(MANY);
  const slower = (quantile(many, 0.5) / quantile(alone, 0.5) - 1) * 100;
  print({
    what: `rollouts: step of ${MANY} at once longer than of a few (median; bake ${BAKE_SEC} s, share and verdict measured)`,
    measured: Math.max(0, slower),
    unit: "%",
    budget: 5,
    direction: "max",
    against: `${quantile(many, 0.5).toFixed(1)} s (p95 ${quantile(many, 0.95).toFixed(1)} s), a few ${quantile(alone, 0.5).toFixed(1)} s`,
  });
}

async function stepSeconds(count: number): Promise<number[]> {
  const dataDir = mkdtempSync(join(tmpdir(), "heddle-bench-rollouts-"));
  const store = await openAppStore({ dataDir });
  const bench = new RolloutBench(store, { now: Date.now });
  const names = Array.from({ length: count }, (_, i) => `service-${i}`);
  bench.mesh.known = names.map(service);
  bench.mesh.running = names.flatMap((name) => ["v1", "v2"].map((version) => workload(name, version)));
  const controller = bench.controller({ ttlMs: 15_000 });
  try {
    const ids: string[] = [];
    for (const name of names) ids.push((await bench.create(draftOf(name))).id);
    controller.start();
    for (const [i, id] of ids.entries()) {
      if (i % Math.ceil(count / FEW) === 0) await new Promise((resolve) => setTimeout(resolve, STAGGER_MS));
      await startRollout({ ctx: bench.as("ada"), input: { id, ...(await bench.input(id)) } });
    }
    const took: number[] = [];
    for (const id of ids) took.push(await stepOf(bench, id));
    return took;
  } finally {
    await bench.stop();
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Seconds of a run's second step, from the end of the first: all runs are under way by then, and nobody starts any. */
async function stepOf(bench: RolloutBench, id: string): Promise<number> {
  const ends = async () =>
    (await bench.app.store.rollouts.events(id))
      .filter(({ kind }) => kind === "bakeDone")
      .map(({ at }) => Date.parse(at));
  await waitFor(`rollout ${id} to bake twice`, async () => (await ends()).length > 1, { timeoutMs: 420_000 });
  const [second = 0, first = 0] = await ends();
  return (second - first) / 1000;
}

const hostOf = (name: string) => `${name}.${NAMESPACE}.svc.cluster.local`;

function draftOf(name: string): Record<string, unknown> {
  const target = {
    kind: "traffic",
    namespace: NAMESPACE,
    service: name,
    host: hostOf(name),
    stable: { subset: "v1", version: "v1" },
    candidate: { subset: "v2", version: "v2" },
  };
  return { name, targets: [{ target, strategy: { kind: "canary", weights: [20, 50], bakeSec: BAKE_SEC } }] };
}

function service(name: string): Service {
  return {
    namespace: NAMESPACE,
    name,
    host: hostOf(name),
    ports: [{ number: 8080, name: "http", protocol: "http" }],
    external: false,
    versions: ["v1", "v2"].map((version) => ({ version, workloads: [`${name}-${version}`] })),
  };
}

function workload(name: string, version: string): Workload {
  return {
    namespace: NAMESPACE,
    workload: `${name}-${version}`,
    app: name,
    service: name,
    version,
    labels: { app: name, version },
    instances: 1,
    healthyInstances: 1,
    hasProxy: true,
  };
}
