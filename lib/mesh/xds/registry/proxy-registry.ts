import type { AdsSession } from "../ads/ads-session";
import { PushLog } from "../ads/push-log";
import type { ProxyNode } from "./proxy-node";

/** A stream of a proxy, as the registry keeps it. */
export interface ProxyStream {
  node: ProxyNode;
  session: AdsSession;
}

/** What is known of one proxy id, connected or lately so. */
export interface ProxyRecord {
  node: ProxyNode;
  log: PushLog;
  /** open streams, newest last; more than one while a reconnect overtakes the end of the old one, or when an id is used twice */
  streams: ProxyStream[];
  connectedAtMs: number;
  lastSeenMs: number;
  /** still counted as an endpoint though its stream is gone */
  inGrace: boolean;
  /** the id is used by several proxies at once */
  duplicate: boolean;
  /** how often all its streams were gone; tells a timer that it is out of date */
  losses: number;
}

export interface ProxyRegistryOptions {
  now(): number;
  /** how long the endpoints of a proxy stay after its stream ended: a reconnect must not flap */
  graceMs: number;
  /** how long a lost proxy stays on the list */
  keepLostMs: number;
  /** who is there has changed */
  onChange(): void;
  /** a lost proxy went off the list */
  onForget?(proxyId: string): void;
}

/** The proxies by id. An endpoint lives as long as its proxy's stream and a grace period after it. */
export class ProxyRegistry {
  private readonly records = new Map<string, ProxyRecord>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly options: ProxyRegistryOptions;

  constructor(options: ProxyRegistryOptions) {
    this.options = options;
  }

  /** A stream began: gives the log its session writes to. */
  logFor(id: string): PushLog {
    return this.records.get(id)?.log ?? new PushLog();
  }

  opened(stream: ProxyStream, log: PushLog): void {
    const { id } = stream.node;
    const now = this.options.now();
    const record = this.records.get(id);
    if (record) {
      const moved = JSON.stringify(record.node) !== JSON.stringify(stream.node);
      record.node = stream.node;
      record.streams.push(stream);
      record.connectedAtMs = now;
      record.lastSeenMs = now;
      const changed = moved || !record.inGrace;
      record.inGrace = true;
      if (changed) this.options.onChange();
      return;
    }
    this.records.set(id, {
      node: stream.node,
      log,
      streams: [stream],
      connectedAtMs: now,
      lastSeenMs: now,
      inGrace: true,
      duplicate: false,
      losses: 0,
    });
    this.options.onChange();
  }

  /** A request came on a stream. An older stream that still talks is not a reconnect: the id is used twice. */
  seen(stream: ProxyStream): boolean {
    const record = this.records.get(stream.node.id);
    if (!record) return false;
    record.lastSeenMs = this.options.now();
    const overtaken = record.streams.at(-1) !== stream;
    if (!overtaken || record.duplicate) return false;
    record.duplicate = true;
    return true;
  }

  closed(stream: ProxyStream): void {
    const record = this.records.get(stream.node.id);
    if (!record) return;
    record.streams = record.streams.filter((one) => one !== stream);
    record.duplicate &&= record.streams.length > 1;
    record.lastSeenMs = this.options.now();
    const newest = record.streams.at(-1);
    if (newest) {
      record.node = newest.node;
      return;
    }
    record.losses += 1;
    const loss = record.losses;
    const stillLost = () => record.streams.length === 0 && record.losses === loss;
    this.after(this.options.graceMs, () => {
      if (!stillLost()) return;
      record.inGrace = false;
      this.options.onChange();
    });
    this.after(this.options.keepLostMs, () => {
      if (!stillLost()) return;
      this.records.delete(record.node.id);
      this.options.onForget?.(record.node.id);
      this.options.onChange();
    });
  }

  /** The principal of the streams that are open under an id; undefined: none of them has one. */
  holder(id: string): string | undefined {
    return this.records.get(id)?.streams.find(({ node }) => node.principal !== undefined)?.node.principal;
  }

  /** An identity was taken away while its proxy is there. */
  withdrawPrincipal(id: string, principal: string): void {
    const record = this.records.get(id);
    if (!record) return;
    const without = (node: ProxyNode) => (node.principal === principal ? { ...node, principal: undefined } : node);
    record.node = without(record.node);
    for (const stream of record.streams) stream.node = without(stream.node);
    this.options.onChange();
  }

  all(): ProxyRecord[] {
    return [...this.records.values()];
  }

  get(id: string): ProxyRecord | undefined {
    return this.records.get(id);
  }

  /** Proxies that count as endpoints. */
  nodes(): ProxyNode[] {
    return this.all().flatMap((record) => (record.inGrace ? [record.node] : []));
  }

  streams(): ProxyStream[] {
    return this.all().flatMap(({ streams }) => streams);
  }

  close(): void {
    for (const timer of this.timers) clearTimeout(timer);
    for (const { session } of this.streams()) session.close();
  }

  private after(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      work();
    }, ms);
    timer.unref();
    this.timers.add(timer);
  }
}
