import { randomUUID } from "node:crypto";
import pino, { type Logger } from "pino";
import type { AppContext, Ctx } from "@/lib/identity/ctx";
import { SharedResults } from "@/lib/identity/shared-results";
import { systemCtx } from "@/lib/identity/system-ctx";
import type { Actor, Role } from "@/lib/model/actor";
import type { DecisionInput } from "@/lib/model/approval";
import type { ConfigKey } from "@/lib/model/config-object";
import type { RolloutDetail } from "@/lib/model/rollout";
import type { MetricsSource } from "@/lib/sources/metrics-source";
import type { TraceSource } from "@/lib/sources/trace-source";
import type { AppStore } from "@/lib/store/app-store";
import { type ControllerOptions, RolloutController } from "../controller/rollout-controller";
import { createRollout } from "../verbs/create-rollout";
import { approveRollout } from "../verbs/decide-gate";
import { readRollout } from "../verbs/read-rollout";
import { startRollout } from "../verbs/start-rollout";
import { draft, HOST, TARGET } from "./sample-draft";
import { SimulatedTraffic } from "./simulated-traffic";
import { StoredMesh } from "./stored-mesh";

export const vsKey: ConfigKey = {
  group: "networking.istio.io",
  version: "v1",
  plural: "virtualservices",
  namespace: "shop",
  name: "reviews",
};
export const drKey: ConfigKey = { ...vsKey, plural: "destinationrules" };

export const VIRTUAL_SERVICE = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: # by the shop team
  name: reviews
  namespace: shop
spec:
  hosts:
    - reviews
  http:
    - name: admin # not the rollout's
      match:
        - uri:
            prefix: /admin
      route:
        - destination:
            host: reviews
            subset: v1
      timeout: 9s
    - name: default
      route:
        - destination:
            host: reviews
            subset: v1
`;
export const DESTINATION_RULE = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: reviews
  namespace: shop
spec:
  host: reviews
  subsets:
    - name: v1
      labels:
        version: v1
    - name: v2
      labels:
        version: v2
`;

/** Rollouts on a store of the test's, a mesh over its config tables, traffic that follows them, and a clock the test turns. */
export class RolloutBench {
  readonly meshName: string;
  readonly mesh: StoredMesh;
  readonly traffic: SimulatedTraffic;
  readonly app: AppContext;
  nowMs = Date.parse("2026-11-24T10:00:00Z");
  readonly target = TARGET;
  readonly controllers: RolloutController[] = [];

  constructor(store: AppStore, options: { meshName?: string; now?: () => number; log?: Logger } = {}) {
    this.meshName = options.meshName ?? `mesh-${randomUUID().slice(0, 8)}`;
    this.mesh = new StoredMesh(store.config, this.meshName);
    this.traffic = new SimulatedTraffic(this.mesh);
    const silent = {
      edgeSamples: async () => ({ samples: [], fromMs: 0, toMs: 0, sources: [] }),
    } as unknown as MetricsSource & TraceSource;
    const handle = { name: this.meshName, port: this.mesh, metrics: silent, traces: silent };
    this.app = {
      store,
      meshes: new Map([[this.meshName, handle]]),
      shared: new SharedResults(() => this.app.now()),
      changePushed: () => undefined,
      log: options.log ?? pino({ level: "silent" }),
      now: options.now ?? (() => this.nowMs),
    };
    this.mesh.known = [
      {
        namespace: "shop",
        name: "reviews",
        host: HOST,
        ports: [{ number: 9080, name: "http", protocol: "http" }],
        external: false,
        versions: [
          { version: "v1", workloads: ["reviews-v1"] },
          { version: "v2", workloads: ["reviews-v2"] },
        ],
      },
    ];
    this.ready({ v1: 2, v2: 1 });
  }

  /** How many instances of each version are ready. */
  ready(instances: Record<string, number>, labels: Record<string, string> = {}): void {
    this.mesh.running = Object.entries(instances).map(([version, count]) => ({
      namespace: "shop",
      workload: `reviews-${version}`,
      app: "reviews",
      service: "reviews",
      version,
      labels: { app: "reviews", version, ...(version === "v2" ? labels : {}) },
      instances: count,
      healthyInstances: count,
      hasProxy: true,
    }));
  }

  async seed(): Promise<void> {
    const by = { actor: "shop-team", reason: "seed" };
    await this.mesh.putConfig([
      { key: vsKey, yaml: VIRTUAL_SERVICE, resourceVersion: null, ...by },
      { key: drKey, yaml: DESTINATION_RULE, resourceVersion: null, ...by },
    ]);
  }

  as(name: string, roles: Role[] = ["operator"], namespaces: string[] | null = null): Ctx {
    const actor: Actor = { kind: "user", id: `id-${name}`, name, roles, namespaces };
    return { ...systemCtx(this.app, name), actor };
  }

  controller(options: Partial<ControllerOptions> = {}): RolloutController {
    const made = new RolloutController({
      deps: this.app,
      holder: randomUUID(),
      metricsOf: () => this.traffic,
      ttlMs: 60_000,
      ...options,
    });
    this.controllers.push(made);
    return made;
  }

  create(over: Record<string, unknown> = {}): Promise<RolloutDetail> {
    return createRollout({ ctx: this.as("ada"), input: draft(over) });
  }

  async started(over: Record<string, unknown> = {}): Promise<RolloutDetail> {
    const { id } = await this.create(over);
    return startRollout({ ctx: this.as("ada"), input: { id, ...(await this.input(id)) } });
  }

  /** What a decision carries when it is made now. */
  async input(id: string, reason = ""): Promise<DecisionInput> {
    return { ...(await this.detail(id)).binding, reason };
  }

  detail(id: string, ctx = this.as("ada")): Promise<RolloutDetail> {
    return readRollout({ ctx, input: { id } });
  }

  async approve(id: string, by: string): Promise<RolloutDetail> {
    return approveRollout({ ctx: this.as(by, ["approver"]), input: { id, ...(await this.input(id)) } });
  }

  /** Ticks and turns the clock, two seconds at a time, until the run is in one of the phases. */
  async until(id: string, phases: readonly string[], { controller = this.controllers[0], maxSec = 600 } = {}) {
    const seen: string[] = [];
    for (let second = 0; second < maxSec; second += 2) {
      await controller?.tick();
      const row = await this.app.store.rollouts.get(id);
      const word = `${row?.state.phase} ${row?.state.stepId}`;
      if (seen.at(-1) !== word) seen.push(word);
      if (row && phases.includes(row.state.phase)) return { row, seen, seconds: second };
      this.nowMs += 2000;
    }
    throw new Error(`not ${phases.join(" or ")} after ${maxSec} s: ${seen.join(" > ")}`);
  }

  async texts(): Promise<(string | null)[]> {
    return Promise.all([vsKey, drKey].map(async (key) => (await this.mesh.getConfig(key))?.yaml ?? null));
  }

  async stop(): Promise<void> {
    for (const controller of this.controllers) await controller.stop();
  }
}
