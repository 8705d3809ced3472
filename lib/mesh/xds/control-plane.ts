import type { ConfigObject } from "../../model/config-object";
import type { Finding } from "../../model/finding";
import { effectiveMode } from "../../policy/mtls/effective-mode";
import { AdsServer, type OpenedStream, type StreamHandler } from "./ads/ads-server";
import { AdsSession } from "./ads/ads-session";
import { ResourceEncoder } from "./ads/resource-set";
import { serverCertificate } from "./ca/server-certificate";
import type { ControlPlaneOptions } from "./control-plane-options";
import { CallersTold } from "./fleet/callers-told";
import { Fleet } from "./fleet/fleet";
import { endpointsOf, type FleetMember, fleetMembers, memberHere } from "./fleet/fleet-members";
import { ownReport } from "./fleet/own-report";
import { type Admission, ProxyIdentities } from "./join/proxy-identities";
import { whyTurnedAway } from "./join/why-turned-away";
import { type MeshObjects, ObjectReader } from "./mesh-objects";
import { MtlsTransitions, type OfferedTransport } from "./mtls-transitions";
import { PushLoop } from "./push-loop";
import { buildServices } from "./registry/build-services";
import type { ServiceTable } from "./registry/mesh-service";
import { type ProxyNode, parseProxyNode, type RawNode } from "./registry/proxy-node";
import { ProxyRegistry, type ProxyStream } from "./registry/proxy-registry";
import { SnapshotBuilder } from "./snapshot";
import { representatives } from "./translate/representatives";
import type { MeshState } from "./translate/scope-resources";

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
  readonly identities: ProxyIdentities;
  readonly transitions: MtlsTransitions;
  readonly fleet: Fleet;
  readonly refusedStreams = new Map<string, RefusedStream>();
  services: ServiceTable = new Map();
  findings: Finding[] = [];
  private readonly options: ControlPlaneOptions;
  private readonly encoder = new ResourceEncoder();
  private readonly reader = new ObjectReader();
  private readonly callersTold = new CallersTold();
  private readonly loop: PushLoop;
  private readonly warmUntilMs: number;
  private server: AdsServer | undefined;
  private objects: MeshObjects = {
    virtualServices: [],
    destinationRules: [],
    serviceEntries: [],
    workloadEntries: [],
    peerPolicies: [],
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
      onForget: (proxyId) => this.identities.forget(proxyId),
    });
    this.transitions = new MtlsTransitions(options.now);
    this.identities = new ProxyIdentities({
      ...options,
      holder: (proxyId) => this.registry.holder(proxyId) ?? this.fleet.holder(proxyId),
      turnsAway: (node, why) =>
        whyTurnedAway(node, why, { requireToken: options.requireToken, members: this.settled() }),
      onChange: () => this.changed(),
    });
    this.fleet = new Fleet({
      ...{ store: options.fleet, mesh: options.mesh, log: options.log },
      ...{ everyMs: options.fleetMs, silentMs: options.silentMs, keepMs: options.keepLostMs },
      report: () =>
        ownReport(
          this,
          this.callersTold.known((seq) => this.allHold("eds", seq)),
        ),
      onChange: () => this.changed(),
    });
  }

  /** Reads the objects and opens the port. Throws HeddleError `unavailable` when it is taken. */
  static async start(options: ControlPlaneOptions): Promise<ControlPlane> {
    const plane = new ControlPlane(options);
    await plane.reload();
    // No proxy is told to trust what others are told to refuse, not even in the first seconds.
    await plane.identities.withdraw();
    await plane.fleet.start();
    plane.server = await AdsServer.listen({
      tls: options.tlsNames && (await serverCertificate(options.authority, options.tlsNames)),
      host: options.host,
      port: options.port,
      open: (node, stream) => plane.open(node, stream),
      oddity: (kind, detail, peer) => plane.oddity(kind, detail, peer),
    });
    plane.timers.push(
      setTimeout(() => plane.loop.trigger(), options.warmUpMs).unref(),
      // Another console on the same database may have written.
      setInterval(() => void plane.poll(), options.pollMs).unref(),
      setInterval(() => void plane.tend(), options.tendMs).unref(),
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
    for (const node of representatives(state, endpointsOf(this.members()))) builder.setsFor(node);
  }

  async close(): Promise<void> {
    for (const timer of this.timers) clearTimeout(timer);
    this.loop.close();
    this.fleet.close();
    this.registry.close();
    this.server?.close();
  }

  private async poll(): Promise<void> {
    try {
      if ((await this.options.configStore.revision(this.options.mesh)) !== this.revision) this.configChanged();
      await this.recheckTokens();
      await this.options.authority.tend();
      if (this.transitions.pending) this.loop.trigger();
    } catch (error) {
      this.options.log.warn({ err: error }, "the store of mesh objects cannot be read; proxies keep what they have");
    }
  }

  /** Takes identities away whose tokens were revoked, here or by another console; all proxies are told to refuse them. */
  async recheckTokens(): Promise<void> {
    for (const { proxyId, principal } of await this.identities.withdraw())
      this.registry.withdrawPrincipal(proxyId, principal);
  }

  /** Renews what is due, follows the authority. */
  async tend(): Promise<void> {
    try {
      await this.identities.tend();
    } catch (error) {
      this.options.log.error({ err: error }, "certificates could not be looked after; the next try follows");
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

  private stateOf(objects: MeshObjects): MeshState & { registryFindings: Finding[]; offers: Map<string, boolean> } {
    const members = this.members();
    const offers = this.offersOf(members);
    const { services, findings } = buildServices({
      mesh: this.options.mesh,
      nodes: endpointsOf(members),
      serviceEntries: objects.serviceEntries,
      workloadEntries: objects.workloadEntries,
      offersTls: (proxyId) => offers.get(proxyId) ?? false,
    });
    const { virtualServices, destinationRules } = objects;
    const { trustDomain, mirrorMark } = this.options.authority;
    return { services, virtualServices, destinationRules, trustDomain, mirrorMark, registryFindings: findings, offers };
  }

  /** Every proxy of the mesh, whichever console it is connected to. */
  members(): FleetMember[] {
    return [...fleetMembers([...this.registry.all().map(memberHere), ...this.fleet.members()]).values()];
  }

  /** The members a newcomer is held against; while this console warms up nobody is new. */
  private settled(): FleetMember[] {
    return this.options.now() < this.warmUntilMs ? [] : this.members();
  }

  /** Whether callers are told to use mutual TLS, by proxy id. */
  private offersOf(members: readonly FleetMember[]): Map<string, boolean> {
    return new Map(
      members.map(({ node, known }) => [
        node.id,
        "here" in known ? this.transitions.of(node.id).offersTls : known.told.offersTls,
      ]),
    );
  }

  private allHold(kind: "eds", seq: number): boolean {
    return this.registry.streams().every(({ session }) => session.holds(kind, seq));
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
    this.seq += 1;
    this.moveModes();
    const state = this.stateOf(this.objects);
    const builder = new SnapshotBuilder(state, this.encoder, this.options.tracing, {
      accepts: (proxyId) => this.transitions.of(proxyId).accepts,
      secrets: (node) => this.identities.secretsOf(node),
    });
    const target = { seq: this.seq, revision: this.revision };
    const warming = this.options.now() < this.warmUntilMs;
    try {
      const targets = this.registry
        .streams()
        .filter(({ session }) => !(warming && session.returning && !session.hasTarget))
        .map(({ node, session }) => ({ session, sets: builder.setsFor(node) }));
      this.services = state.services;
      this.callersTold.pushed(this.seq, Object.fromEntries(state.offers));
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

  /** Changes of mTLS mode go on by as much as the acknowledgements so far allow. */
  private moveModes(): void {
    const facts = this.registry.all().flatMap(({ node, streams, inGrace }) => {
      if (!inGrace || !node.serves) return [];
      const { mode } = effectiveMode(this.objects.peerPolicies, node, node.serves.appPort);
      const session = streams.at(-1)?.session;
      const listens = (seq: number) => session?.holds("lds", seq) ?? false;
      return [{ proxyId: node.id, mode, identity: node.principal !== undefined, listens }];
    });
    const told = ({ proxyId, offersTls }: OfferedTransport) => this.fleet.callersTold(proxyId, offersTls);
    this.transitions.step(this.seq, facts, (seq, offered) => this.allHold("eds", seq) && told(offered));
  }

  private open(raw: RawNode, stream: OpenedStream): StreamHandler {
    const node: ProxyNode = parseProxyNode(raw);
    const log = this.registry.logFor(node.id);
    const session = new AdsSession({
      send: stream.send,
      log,
      onProgress: () => this.options.onChange(),
      onReached: () => {
        if (this.transitions.pending) this.loop.trigger();
      },
      lingerMs: this.options.lingerMs,
      namesTimeoutMs: 2_000,
    });
    const own: ProxyStream = { node, session };
    let ended = false;
    let joined = false;
    this.counts.streams += 1;
    const join = (admission: Admission | undefined) => {
      if (ended || !admission) return;
      if ("state" in admission && admission.state === "turnedAway") {
        this.oddity("badNode", admission.reason, stream.peer);
        stream.end();
        return;
      }
      const principal = "principal" in admission ? admission.principal : undefined;
      joined = true;
      own.node = { ...node, principal };
      this.registry.opened(own, log);
      this.loop.trigger();
      const facts = { proxy: node.id, peer: stream.peer, envoy: node.envoyVersion, principal };
      this.options.log.info(facts, "proxy connected");
    };
    void this.admit(node, stream.joinToken, () => ended).then(join);
    return {
      request: (request) => {
        if (joined && this.registry.seen(own)) {
          this.counts.duplicateIds += 1;
          this.options.log.warn({ proxy: node.id, peer: stream.peer }, "two proxies use one id at once");
        }
        this.count(node, request.kind, request.nonce, request.error);
        session.onRequest(request);
      },
      closed: (reason) => {
        ended = true;
        session.close();
        this.registry.closed(own);
        this.options.log.info({ proxy: node.id, reason }, "proxy disconnected");
        this.options.onChange();
      },
    };
  }

  /** What becomes of a proxy, once that is decided; asks again while the store is away: until then it keeps what it has. */
  private async admit(
    node: ProxyNode,
    token: string | undefined,
    ended: () => boolean,
  ): Promise<Admission | undefined> {
    while (!ended()) {
      try {
        return await this.identities.admit(node, token);
      } catch (error) {
        this.options.log.error({ err: error, proxy: node.id }, "a proxy could not be admitted; the next try follows");
        await new Promise((resolve) => setTimeout(resolve, this.options.pollMs));
      }
    }
    return undefined;
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
