import type { EdgeSample } from "../../model/edge-sample";
import type { ScrapeTarget } from "../../model/proxy";
import { type CounterDelta, type CounterGroup, CounterTracker } from "../counters/counter-tracker";
import { latencyOf } from "../counters/histogram-assembler";
import { addSpread } from "../counters/spread";
import type { EdgeBuckets } from "../edges/edge-buckets";
import { parseExposition, parseHead } from "./parse-exposition";
import { HANDSHAKES, type HttpFigure, PLAINTEXT_IN, proxySample, UPTIME, wantsSample } from "./proxy-samples";

interface KnownSeries {
  edge: EdgeSample;
  figure: HttpFigure;
  /** of duration buckets: edge without bound, and bound in ms */
  family: string;
  bound: number;
}

interface KnownProxy {
  /** "" until the first scrape; what the target said then */
  identity: string;
  uptimeSec: number;
  scrapedAtMs: number;
  /** by head of the sample line; null: of no use */
  series: Map<string, KnownSeries | null>;
}

const SERIES_PER_PROXY = 50_000;

/** What one proxy's stats say, scrape by scrape: counters become edge traffic by difference. */
export class ProxyCounters {
  readonly tracker = new CounterTracker();
  malformedLines = 0;
  readonly #buckets: EdgeBuckets;
  readonly #collectorStartedAtMs: number;
  #proxies = new Map<string, KnownProxy>();

  constructor(buckets: EdgeBuckets, collectorStartedAtMs: number) {
    this.#buckets = buckets;
    this.#collectorStartedAtMs = collectorStartedAtMs;
  }

  /** Takes in the body of one scrape done at `atMs`. */
  take(target: ScrapeTarget, body: Buffer, atMs: number): void {
    const proxy = this.#proxy(target);
    const values = new Map<string, number>();
    let uptimeSec = Number.NaN;
    this.malformedLines += parseExposition(body, wantsSample, (head, value) => {
      if (head.startsWith(UPTIME)) uptimeSec = value;
      else values.set(head, value);
    });
    const { group, sinceMs } = this.#group(target, proxy, uptimeSec, atMs);
    const encrypted = encryptedClusters(values);
    const histograms = new Map<string, { edge: EdgeSample; byBound: Map<number, number>; growth: CounterDelta }>();
    for (const [head, value] of values) {
      const series = this.#series(proxy, target, head);
      if (series === null) continue;
      const growth = this.tracker.delta(group, head, value, atMs, sinceMs);
      if (series.figure !== "bucket") {
        const { edge } = series;
        const mtls = edge.protocol === "tcp" && edge.reporter === "source" ? encrypted(clusterOf(head)) : edge.mtls;
        if (growth.delta > 0) this.#add(target, { ...edge, mtls, [series.figure]: growth.delta }, growth);
        continue;
      }
      let histogram = histograms.get(series.family);
      if (histogram === undefined) {
        histogram = { edge: series.edge, byBound: new Map(), growth };
        histograms.set(series.family, histogram);
      }
      histogram.byBound.set(series.bound, growth.delta);
      if (growth.delta > 0) histogram.growth = growth;
    }
    for (const { edge, byBound, growth } of histograms.values()) {
      if (growth.delta > 0) this.#add(target, { ...edge, latency: latencyOf(byBound) }, growth);
    }
    proxy.scrapedAtMs = atMs;
    proxy.uptimeSec = uptimeSec;
  }

  /** Forgets proxies that are no longer asked for. */
  clean(targets: readonly ScrapeTarget[], nowMs: number): void {
    this.tracker.clean(nowMs);
    const wanted = new Set(targets.map(nameOf));
    for (const [name, proxy] of this.#proxies) {
      if (!wanted.has(name) && nowMs - proxy.scrapedAtMs > 15 * 60_000) this.#proxies.delete(name);
    }
  }

  /** Readings to go on from after a clean stop; only whole while nothing is scraped. */
  snapshot(): unknown {
    const proxies = [...this.#proxies].map(([name, { identity, uptimeSec, scrapedAtMs }]) => ({
      name,
      identity,
      uptimeSec: Number.isNaN(uptimeSec) ? null : uptimeSec,
      scrapedAtMs,
    }));
    return { proxies, counters: this.tracker.snapshot() };
  }

  restore(snapshot: unknown): void {
    const { proxies, counters } = snapshot as { proxies: (KnownProxy & { name: string })[]; counters: unknown };
    this.tracker.restore(counters);
    for (const { name, identity, uptimeSec, scrapedAtMs } of proxies) {
      const known = { identity, uptimeSec: uptimeSec ?? Number.NaN, scrapedAtMs, series: new Map() };
      this.#proxies.set(name, known);
    }
  }

  #proxy(target: ScrapeTarget): KnownProxy {
    const name = nameOf(target);
    const identity = JSON.stringify([target.source, target.outboundTcp]);
    let proxy = this.#proxies.get(name);
    if (proxy === undefined) {
      proxy = { identity, uptimeSec: Number.NaN, scrapedAtMs: 0, series: new Map() };
      this.#proxies.set(name, proxy);
    }
    if (proxy.identity !== identity) {
      proxy.identity = identity;
      proxy.series.clear();
    }
    return proxy;
  }

  /**
   * `sinceMs`: from when unknown series count in full; undefined makes their first value the baseline. That is so for a proxy never scraped
   * before which is older than this collector: how much of its counts is recent cannot be told.
   */
  #group(
    target: ScrapeTarget,
    proxy: KnownProxy,
    uptimeSec: number,
    atMs: number,
  ): { group: CounterGroup; sinceMs: number | undefined } {
    const name = nameOf(target);
    const known = this.tracker.has(name);
    const group = this.tracker.group(name, atMs);
    const startedAtMs = atMs - uptimeSec * 1000;
    if (known && uptimeSec < proxy.uptimeSec) {
      this.tracker.restart(group);
      return { group, sinceMs: Math.max(startedAtMs, proxy.scrapedAtMs) };
    }
    if (known) return { group, sinceMs: proxy.scrapedAtMs };
    return { group, sinceMs: startedAtMs >= this.#collectorStartedAtMs ? startedAtMs : undefined };
  }

  #series(proxy: KnownProxy, target: ScrapeTarget, head: string): KnownSeries | null {
    const known = proxy.series.get(head);
    if (known !== undefined) return known;
    // However many series a caller makes: that it came in plaintext is never what is cut.
    if (proxy.series.size >= SERIES_PER_PROXY && !head.startsWith(PLAINTEXT_IN)) return null;
    const series = newSeries(target, head);
    proxy.series.set(head, series);
    return series;
  }

  #add(target: ScrapeTarget, edge: EdgeSample, growth: CounterDelta): void {
    addSpread(this.#buckets, edge, growth.fromMs, growth.toMs, target.mesh);
  }
}

const CLUSTER = /cluster_name="([^"]*)"/;

function clusterOf(head: string): string {
  return CLUSTER.exec(head)?.[1] ?? "";
}

/** How the connections of TCP clusters travel, seen from their handshakes since the proxy's start: TLS where most had one. */
function encryptedClusters(values: ReadonlyMap<string, number>): (cluster: string) => EdgeSample["mtls"] {
  const counts = new Map<string, { connections: number; handshakes: number }>();
  for (const [head, value] of values) {
    const handshake = head.startsWith(HANDSHAKES);
    if (!handshake && !head.startsWith("envoy_cluster_upstream_cx_total")) continue;
    const cluster = clusterOf(head);
    const known = counts.get(cluster) ?? { connections: 0, handshakes: 0 };
    counts.set(cluster, { ...known, [handshake ? "handshakes" : "connections"]: value });
  }
  return (cluster) => {
    const { connections, handshakes } = counts.get(cluster) ?? { connections: 0, handshakes: 0 };
    if (connections === 0) return "unknown";
    return handshakes * 2 > connections ? "mutual_tls" : "none";
  };
}

function nameOf(target: ScrapeTarget): string {
  return `${target.mesh}\n${target.proxyId}`;
}

function newSeries(target: ScrapeTarget, head: string): KnownSeries | null {
  const parsed = parseHead(head);
  const sample = parsed && proxySample(target, parsed.name, parsed.labels);
  if (!parsed || !sample) return null;
  const le = parsed.labels.get("le");
  if (sample.figure !== "bucket") return { ...sample, family: "", bound: 0 };
  const bound = le === "+Inf" ? Number.POSITIVE_INFINITY : Number(le);
  if (Number.isNaN(bound)) return null;
  parsed.labels.delete("le");
  return { ...sample, family: JSON.stringify([parsed.name, ...parsed.labels]), bound };
}
