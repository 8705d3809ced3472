import type { ConfigObject } from "../../model/config-object";
import type { Finding } from "../../model/finding";
import { AdsServer, type StreamHandler } from "./ads/ads-server";
import { AdsSession } from "./ads/ads-session";
import { ResourceEncoder } from "./ads/resource-set";
import type { MeshConfigStore } from "./config-store";
import type { MeshLog } from "./mesh-log";
import { type MeshObjects, ObjectReader } from "./mesh-objects";
import { PushLoop } from "./push-loop";
import { buildServices } from "./registry/build-services";
import type { ServiceTable } from "./registry/mesh-service";
import { type ProxyNode, parseProxyNode, type RawNode } from "./registry/proxy-node";
import { ProxyRegistry, type ProxyStream } from "./registry/proxy-registry";
import { SnapshotBuilder } from "./snapshot";
import { type MeshState, scopeKey } from "./translate/scope-resources";

export interface ControlPlaneOptions {
  configStore: MeshConfigStore;
  mesh: string;
  host: string;
  port: number;
  tracing: boolean;
  log: MeshLog;
  now(): number;
  quietMs: number;
  graceMs: number;
  keepLostMs: number;
  warmUpMs: number;
  lingerMs: number;
  pollMs: number;
  onChange(): void;
}

/** Counts since start, for status and metrics. */
export interface ControlPlaneCounts {
  pushes: number;
  streams: number;
  acknowledgements: number;
  refusals: number;
  refusedStreams: number;
  unknownTypeRequests: number;
  duplicateIds: number;
  failedPushes: number;
}

const MAX_ODDITIES = 50;

/** A stream that was turned away, for people. */
export interface RefusedStream {
  peer: string;
  reason: string;
  lastAt: string;
  count: number;
}

/** Keeps the proxies in step with the stored objects and with each other: registry -> translation -> ADS. */
export class ControlPlane {
  readonly counts: ControlPlaneCounts = {
    pushes: 0,
    streams: 0,
    acknowledgements: 0,
    refusals: 0,
    refusedStreams: 0,
    unknownTypeRequests: 0,
    duplicateIds: 0,
    failedPushes: 0,
  };
  readonly registry: ProxyRegistry;
  readonly refusedStreams = new Map<string, RefusedStream>();
  services: ServiceTable = new Map();
  findings: Finding[] = [];
  private readonly options: ControlPlaneOptions;
  private readonly encoder = new ResourceEncoder();
  private readonly reader = new ObjectReader();
  private readonly loop: PushLoop;
  private readonly warmUntilMs: number;
  private server: AdsServer | undefined;
  private objects: MeshObjects = {
    virtualServices: [],
    destinationRules: [],
    serviceEntries: [],
    workloadEntries: [],
    findings: [],
  };
  private revision = 0;
  private stale = true;
  private seq = 0;
  private readonly timers: NodeJS.Timeout[] = [];

  private constructor(options: ControlPlaneOptions) {
    this.options = options;
    this.warmUntilMs = options.now() + options.warmUpMs;
    this.loop = new PushLoop({ quietMs: options.quietMs, maxMs: 300, push: () => this.push(), log: options.log });
    this.registry = new ProxyRegistry({
      now: options.now,
      graceMs: options.graceMs,
      keepLostMs: options.keepLostMs,
      onChange: () => this.changed(),
    });
  }

  /** Reads the objects and opens the port. Throws HeddleError `unavailable` when it is taken. */
  static async start(options: ControlPlaneOptions): Promise<ControlPlane> {
    const plane = new ControlPlane(options);
    await plane.reload();
    plane.server = await AdsServer.listen({
      host: options.host,
      port: options.port,
      open: (node, stream) => plane.open(node, stream),
      oddity: (kind, detail, peer) => plane.oddity(kind, detail, peer),
    });
    plane.timers.push(
      setTimeout(() => plane.loop.trigger(), options.warmUpMs).unref(),
      // Another console on the same database may have written.
      setInterval(() => void plane.poll(), options.pollMs).unref(),
    );
    return plane;
  }

  get port(): number {
    return this.server?.port ?? 0;
  }

  /** The objects in the store have changed. */
  configChanged(): void {
    this.stale = true;
    this.loop.trigger();
  }

  /**
   * Translates and encodes for every scope as if `objects` were stored; throws when a resource does not fit Envoy's API.
   * What Envoy itself checks (regexes, conflicts) only Envoy can say.
   */
  rehearse(objects: readonly Pick<ConfigObject, "key" | "yaml">[]): void {
    const state = this.stateOf(new ObjectReader().read(objects));
    const builder = new SnapshotBuilder(state, this.encoder, this.options.tracing);
    for (const node of representatives(state, this.registry.nodes())) builder.setsFor(node);
  }

  async close(): Promise<void> {
    for (const timer of this.timers) clearTimeout(timer);
    this.loop.close();
    this.registry.close();
    this.server?.close();
  }

  private async poll(): Promise<void> {
    try {
      if ((await this.options.configStore.revision(this.options.mesh)) !== this.revision) this.configChanged();
    } catch (error) {
      this.options.log.warn({ err: error }, "the store of mesh objects cannot be read; proxies keep what they have");
    }
  }

  /** Objects and the revision they are of: read again until no write came in between. */
  private async reload(): Promise<void> {
    const { configStore, mesh } = this.options;
    let revision = await configStore.revision(mesh);
    for (;;) {
      const stored = await configStore.list(mesh);
      const after = await configStore.revision(mesh);
      if (after === revision) {
        this.objects = this.reader.read(stored);
        this.revision = revision;
        return;
      }
      revision = after;
    }
  }

  private stateOf(objects: MeshObjects): MeshState & { registryFindings: Finding[] } {
    const { services, findings } = buildServices({
      mesh: this.options.mesh,
      nodes: this.registry.nodes(),
      serviceEntries: objects.serviceEntries,
      workloadEntries: objects.workloadEntries,
    });
    const { virtualServices, destinationRules } = objects;
    return { services, virtualServices, destinationRules, registryFindings: findings };
  }

  private changed(): void {
    this.loop.trigger();
    this.options.onChange();
  }

  private async push(): Promise<void> {
    if (this.stale) {
      this.stale = false;
      await this.reload().catch((error: unknown) => {
        this.stale = true;
        throw error;
      });
    }
    const state = this.stateOf(this.objects);
    const builder = new SnapshotBuilder(state, this.encoder, this.options.tracing);
    this.seq += 1;
    const target = { seq: this.seq, revision: this.revision };
    const warming = this.options.now() < this.warmUntilMs;
    try {
      const targets = this.registry
        .streams()
        .filter(({ session }) => !(warming && session.returning && !session.hasTarget))
        .map(({ node, session }) => ({ session, sets: builder.setsFor(node) }));
      this.services = state.services;
      for (const { session, sets } of targets) session.setTarget({ ...target, sets });
    } catch (error) {
      this.counts.failedPushes += 1;
      throw error;
    }
    this.encoder.sweep();
    this.counts.pushes += 1;
    this.findings = [...this.objects.findings, ...state.registryFindings, ...builder.findings.values()];
    this.options.onChange();
  }

  private open(raw: RawNode, stream: { send(bytes: Buffer): void; peer: string }): StreamHandler {
    const node: ProxyNode = parseProxyNode(raw);
    const log = this.registry.logFor(node.id);
    const session = new AdsSession({
      send: stream.send,
      log,
      onProgress: () => this.options.onChange(),
      lingerMs: this.options.lingerMs,
      namesTimeoutMs: 2_000,
    });
    const own: ProxyStream = { node, session };
    this.counts.streams += 1;
    this.registry.opened(own, log);
    this.loop.trigger();
    this.options.log.info({ proxy: node.id, peer: stream.peer, envoy: node.envoyVersion }, "proxy connected");
    return {
      request: (request) => {
        if (this.registry.seen(own)) {
          this.counts.duplicateIds += 1;
          this.options.log.warn({ proxy: node.id, peer: stream.peer }, "two proxies use one id at once");
        }
        this.count(node, request.kind, request.nonce, request.error);
        session.onRequest(request);
      },
      closed: (reason) => {
        session.close();
        this.registry.closed(own);
        this.options.log.info({ proxy: node.id, reason }, "proxy disconnected");
        this.options.onChange();
      },
    };
  }

  private count(node: ProxyNode, kind: string, nonce: string, error: string | undefined): void {
    if (error !== undefined) {
      this.counts.refusals += 1;
      this.options.log.warn({ proxy: node.id, kind, reason: error }, "proxy refused its configuration");
    } else if (nonce !== "") this.counts.acknowledgements += 1;
  }

  private oddity(kind: "badNode" | "unknownType", detail: string, peer: string): void {
    if (kind === "unknownType") {
      this.counts.unknownTypeRequests += 1;
      return;
    }
    this.counts.refusedStreams += 1;
    const known = this.refusedStreams.get(detail);
    if (!known) this.options.log.warn({ peer, reason: detail }, "a proxy was turned away");
    this.refusedStreams.delete(detail);
    const lastAt = new Date(this.options.now()).toISOString();
    this.refusedStreams.set(detail, { peer, reason: detail, lastAt, count: (known?.count ?? 0) + 1 });
    const [oldest] = this.refusedStreams.keys();
    if (this.refusedStreams.size > MAX_ODDITIES && oldest !== undefined) this.refusedStreams.delete(oldest);
    this.options.onChange();
  }
}

/** One node for each set of resources that objects decide; without any proxy yet, a plain client stands for all. */
function representatives(state: MeshState, nodes: readonly ProxyNode[]): ProxyNode[] {
  const distinct = new Map(
    nodes.map((node) => [JSON.stringify([scopeKey(state, node), node.gateway, node.tcpUpstreams]), node]),
  );
  if (distinct.size > 0) return [...distinct.values()];
  const metadata = { NAMESPACE: "default", WORKLOAD_NAME: "anyone", OUTBOUND_PORT: "1" };
  return [parseProxyNode({ id: "sidecar~127.0.0.1~anyone-1.default~default.svc.cluster.local", metadata })];
}
