import type { ProxyTypeState } from "../../../model/proxy";
import type { PushLog, Target } from "./push-log";
import { referencedClusters } from "./referenced-clusters";
import { type EncodedResource, KINDS, type Kind, type ResourceSet, TYPE_URLS } from "./resource-set";
import { discoveryResponse } from "./wire";

/** The parts of a DiscoveryRequest that matter once its node is known. */
export interface AdsRequest {
  kind: Kind;
  versionInfo: string;
  nonce: string;
  names: readonly string[];
  /** Envoy's words when it refuses the last response */
  error: string | undefined;
}

export interface SessionOptions {
  send(bytes: Buffer): void;
  log: PushLog;
  /** something a viewer could see has changed */
  onProgress(): void;
  /** the proxy holds more of its target than before */
  onReached?(): void;
  /** how long clusters stay after the routes to them are gone; requests held by a delay fault still need them */
  lingerMs: number;
  /** how long to wait for a proxy to ask for the endpoints of clusters it was sent */
  namesTimeoutMs: number;
}

interface Flight {
  nonce: string;
  version: string;
  seq: number;
  /** what was sent: one hash for the whole kind (cds, lds), or by name (eds, rds, sds) */
  content: string;
  byName: Map<string, string>;
}

interface KindState {
  subscribed: boolean;
  names: Set<string>;
  flight: Flight | undefined;
  nonce: string;
  sentVersion: string;
  ackedVersion: string;
  /** content last sent and not refused: whole (cds, lds) or by name (eds, rds, sds) */
  content: string;
  byName: Map<string, string>;
  refusal: { content: string; byName: Map<string, string>; reason: string } | undefined;
  /** the latest push whose content the proxy is known to hold */
  reachedSeq: number;
}

const fresh = (): KindState => ({
  subscribed: false,
  names: new Set(),
  flight: undefined,
  nonce: "",
  sentVersion: "",
  ackedVersion: "",
  content: "",
  byName: new Map(),
  refusal: undefined,
  reachedSeq: -1,
});

/**
 * One ADS stream, state of the world. Brings its proxy to the target in the order CDS with EDS, LDS, RDS, each waiting for
 * the acknowledgement of the one before; clusters that are to go stay until the routes to them are acknowledged gone
 * (make before break). A refused content is never sent again; the next different one is. Knows nothing of gRPC.
 */
export class AdsSession {
  /** the proxy came with a configuration: it survived an outage of ours and has time */
  returning = false;
  private readonly options: SessionOptions;
  private readonly kinds: Record<Kind, KindState> = {
    cds: fresh(),
    eds: fresh(),
    lds: fresh(),
    rds: fresh(),
    sds: fresh(),
  };
  private target: Target | undefined;
  /** sent, and not refused as a whole */
  private clusters: ResourceSet | undefined;
  private clustersBefore: ResourceSet | undefined;
  private acknowledgedClusters = new Set<string>();
  private retained = new Map<string, EncodedResource>();
  private lingerTimer: NodeJS.Timeout | undefined;
  private namesTimer: NodeJS.Timeout | undefined;
  private namesGivenUpSeq = -1;
  private nonces = 0;
  private closed = false;

  constructor(options: SessionOptions) {
    this.options = options;
    options.log.restart();
  }

  /** What the proxy is to hold from now on. Sends at once what may be sent. */
  setTarget(target: Target): void {
    const same = this.target && KINDS.every((kind) => this.target?.sets[kind].hash === target.sets[kind].hash);
    this.options.log.targeted(target);
    // Equal content keeps its version: a proxy that a revision does not touch shows the revision it really got.
    this.target = same && this.target ? { ...this.target, seq: target.seq } : target;
    clearTimeout(this.lingerTimer);
    this.lingerTimer = undefined;
    this.advance();
  }

  onRequest(request: AdsRequest): void {
    const state = this.kinds[request.kind];
    if (request.nonce !== "" && request.nonce !== state.nonce) {
      // Stale by the protocol, or of a stream before this one: the answer to our newer response decides.
      if (state.nonce !== "") return;
    }
    if (!state.subscribed && request.versionInfo !== "") this.returning = true;
    if (request.nonce === "" && state.nonce !== "" && !state.flight) this.forget(state);
    state.subscribed = true;
    this.takeNames(state, request.names);
    const { flight } = state;
    if (flight && request.nonce === flight.nonce) this.answered(request.kind, state, flight, request.error);
    this.advance();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.lingerTimer);
    clearTimeout(this.namesTimer);
  }

  /** Versions sent and acknowledged by kind, for people. */
  states(): Partial<Record<Kind, ProxyTypeState>> {
    const entries = KINDS.filter((kind) => this.kinds[kind].subscribed).map((kind) => [kind, this.stateOf(kind)]);
    return Object.fromEntries(entries);
  }

  /** The version that a proxy keeps using for a kind it refused. */
  keeps(): string | undefined {
    const refused = KINDS.find((kind) => this.kinds[kind].refusal);
    return refused && this.kinds[refused].ackedVersion;
  }

  /** true when the proxy holds a kind as it was to be at push `seq`, or as it was later. */
  holds(kind: Kind, seq: number): boolean {
    return !this.kinds[kind].subscribed || this.kinds[kind].reachedSeq >= seq;
  }

  get hasTarget(): boolean {
    return this.target !== undefined;
  }

  /** What the proxy is to hold, as JSON. */
  targetJson(): Record<string, unknown> {
    const { target } = this;
    if (!target) return {};
    return Object.fromEntries(KINDS.map((kind) => [kind, [...target.sets[kind].values()].map(({ json }) => json)]));
  }

  private stateOf(kind: Kind): ProxyTypeState {
    const { sentVersion, ackedVersion, refusal, flight } = this.kinds[kind];
    const versions = { sent: sentVersion, acked: ackedVersion };
    if (refusal) return { ...versions, state: "refused", reason: refusal.reason };
    if (sentVersion === "") return { ...versions, state: "notSent" };
    return { ...versions, state: flight ? "stale" : "acked" };
  }

  private forget(state: KindState): void {
    state.content = "";
    state.byName.clear();
  }

  private takeNames(state: KindState, names: readonly string[]): void {
    const next = new Set(names);
    // A name that comes back later starts from nothing, so it must be sent again.
    for (const name of state.byName.keys()) if (!next.has(name)) state.byName.delete(name);
    state.names = next;
  }

  private answered(kind: Kind, state: KindState, flight: Flight, error: string | undefined): void {
    state.flight = undefined;
    if (error === undefined) {
      state.ackedVersion = flight.version;
      state.refusal = undefined;
      if (kind === "cds") this.acknowledgedClusters = new Set(flight.byName.keys());
    } else {
      state.refusal = { content: flight.content, byName: flight.byName, reason: error };
      state.content = "";
      for (const name of flight.byName.keys()) state.byName.delete(name);
      // Routes to what was refused are held back, so what came before is what must stay.
      if (kind === "cds") this.clusters = this.clustersBefore;
      this.options.log.refused(kind, flight.seq, error);
    }
    this.options.onProgress();
  }

  private advance(): void {
    const { target } = this;
    if (this.closed || !target) return;
    // Clusters and listeners warm up on their secrets, so these wait for nothing and hold nothing up.
    this.namedStage("sds", target);
    const clusters = this.clusterStage(target);
    // Envoy acknowledges clusters only when they are warm, so their endpoints must not wait for that.
    const endpoints = this.namedStage("eds", target);
    if (!clusters || !endpoints) return;
    if (!this.listenerStage(target)) return;
    if (!this.namedStage("rds", target)) return;
    const refused = this.kinds.lds.refusal ?? this.kinds.rds.refusal ?? this.kinds.cds.refusal;
    if (this.retained.size === 0 || refused || this.lingerTimer) return;
    this.lingerTimer = setTimeout(() => {
      this.lingerTimer = undefined;
      this.retained.clear();
      this.advance();
    }, this.options.lingerMs);
    this.lingerTimer.unref();
  }

  /** true: go on to the next kind. */
  private clusterStage(target: Target): boolean {
    const state = this.kinds.cds;
    if (!state.subscribed) return true;
    if (state.flight) return false;
    const set = target.sets.cds;
    if (this.clusters?.hash !== set.hash) this.retain(this.clusters, set);
    const content = `${set.hash}|${[...this.retained.keys()].join(",")}`;
    if (content === state.content) {
      this.reached("cds", target.seq);
      return true;
    }
    if (state.refusal?.content === content) return this.mayPassRefusedClusters(target);
    const before = this.clusters;
    this.clustersBefore = before;
    this.clusters = set;
    const list = [...set.values(), ...this.retained.values()];
    // A cluster that changes warms up again and waits for its endpoints, though the proxy asks for no new name.
    for (const { name, hash } of list) if (before?.get(name)?.hash !== hash) this.kinds.eds.byName.delete(name);
    this.transmit("cds", state, target, content, list);
    return false;
  }

  private reached(kind: Kind, seq: number): void {
    this.options.log.acked(kind, seq);
    const state = this.kinds[kind];
    if (state.reachedSeq >= seq) return;
    state.reachedSeq = seq;
    this.options.onReached?.();
  }

  /** Clusters that leave are kept beside the new ones until nothing leads to them. */
  private retain(before: ResourceSet | undefined, next: ResourceSet): void {
    for (const resource of before?.values() ?? [])
      if (!next.get(resource.name)) this.retained.set(resource.name, resource);
    for (const name of this.retained.keys()) if (next.get(name)) this.retained.delete(name);
  }

  /** Routes may change under refused clusters when they lead only to clusters the proxy has, or when it has none at all. */
  private mayPassRefusedClusters(target: Target): boolean {
    if (this.kinds.rds.ackedVersion === "") return true;
    for (const name of this.kinds.rds.names) {
      const table = target.sets.rds.get(name);
      if (!table) continue;
      for (const cluster of referencedClusters(table.json)) if (!this.acknowledgedClusters.has(cluster)) return false;
    }
    return true;
  }

  private listenerStage(target: Target): boolean {
    const state = this.kinds.lds;
    if (!state.subscribed) return true;
    if (state.flight) return false;
    const content = target.sets.lds.hash;
    if (content === state.content) {
      this.reached("lds", target.seq);
      return true;
    }
    // One listener that cannot bind must not freeze the routes of the others.
    if (state.refusal?.content === content) return true;
    this.transmit("lds", state, target, content, [...target.sets.lds.values()]);
    return false;
  }

  /** EDS, RDS and SDS go by name: only what the proxy asks for, only what changed. */
  private namedStage(kind: "eds" | "rds" | "sds", target: Target): boolean {
    const state = this.kinds[kind];
    if (state.flight) return false;
    const set = target.sets[kind];
    const changed: EncodedResource[] = [];
    let refused = false;
    for (const name of state.names) {
      const resource = set.get(name);
      if (!resource || state.byName.get(name) === resource.hash) continue;
      if (state.refusal?.byName.get(name) === resource.hash) refused = true;
      else changed.push(resource);
    }
    if (changed.length > 0) {
      this.transmit(kind, state, target, "", changed);
      return false;
    }
    if (kind === "eds" && !this.endpointsAsked(target)) return false;
    if (refused) return kind === "eds";
    this.reached(kind, target.seq);
    return true;
  }

  /** Whether the proxy has asked for the endpoints of every cluster it was sent; after a while we go on without. */
  private endpointsAsked(target: Target): boolean {
    if (this.namesGivenUpSeq === target.seq || !this.kinds.cds.subscribed || this.kinds.cds.refusal) return true;
    const { names } = this.kinds.eds;
    let missing = false;
    for (const { name } of target.sets.eds.values()) if (!names.has(name)) missing = true;
    if (!missing) {
      clearTimeout(this.namesTimer);
      this.namesTimer = undefined;
      return true;
    }
    this.namesTimer ??= setTimeout(() => {
      this.namesTimer = undefined;
      this.namesGivenUpSeq = this.target?.seq ?? -1;
      this.advance();
    }, this.options.namesTimeoutMs).unref();
    return false;
  }

  private transmit(kind: Kind, state: KindState, target: Target, content: string, list: EncodedResource[]): void {
    this.nonces += 1;
    const version = `${target.revision}/${target.seq}`;
    const nonce = `${version}/${this.nonces}`;
    const byName = new Map(list.map(({ name, hash }) => [name, hash]));
    state.flight = { nonce, version, seq: target.seq, content, byName };
    state.nonce = nonce;
    state.sentVersion = version;
    if (kind === "cds" || kind === "lds") state.content = content;
    else for (const [name, hash] of byName) state.byName.set(name, hash);
    this.options.log.sent(kind, target.seq);
    this.options.send(discoveryResponse({ version, typeUrl: TYPE_URLS[kind], nonce, resources: list }));
    this.options.onProgress();
  }
}
