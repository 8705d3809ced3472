import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { Ingest } from "./start-ingest";

/** What ingest took in since its start, what -> how many; also the labels of its Prometheus counters. */
export function acceptedFigures({ parts }: Pick<Ingest, "parts">): Record<string, number> {
  return {
    requests: parts.spans.stats.requests,
    spans: parts.spans.stats.accepted,
    spansStored: parts.spool.stats.storedSpans,
    spansRecovered: parts.spool.stats.recoveredSpans,
    edgeRowsStored: parts.flusher.stats.storedRows,
    istioSamples: parts.istio.stats.used,
    istioPoints: parts.metrics.stats.used,
    samplesIgnored: parts.istio.stats.ignored + parts.metrics.stats.ignored,
  };
}

/** What was rejected, cut or lost since the start, reason -> how many. Reasons with none are left out. */
export function rejectedFigures({ parts }: Pick<Ingest, "parts">): Record<string, number> {
  const figures: Record<string, number> = {
    ...Object.fromEntries(parts.spans.stats.rejected),
    requestsRefusedForBacklog: parts.spans.stats.refusedRequests,
    spansSetAside: parts.spool.stats.setAsideSpans,
    edgeRowsLost: parts.flusher.stats.lostRows,
    edgeRowsRefused: parts.flusher.stats.refusedRows,
    namesBeyondLimit: parts.tables.overflowed,
    requestsBeyondEdgeLimit: parts.buckets.overflowed,
    spansBeyondJoinWindow: parts.join.cutShort,
    clientSpansWithoutCallee: parts.join.unplaced,
    pointsOutOfTime: parts.metrics.stats.rejected,
    seriesBeyondLimit: parts.istio.tracker.overflowed + parts.scraper.counters.tracker.overflowed,
    malformedStatLines: parts.scraper.counters.malformedLines,
  };
  return Object.fromEntries(Object.entries(figures).filter(([, count]) => count > 0));
}

/** The collector's own metrics, read from ingest's counters when asked for. */
export function ingestRegistry(ingest: Ingest): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "heddle_collector_" });
  const registers = [registry];
  new Counter({
    name: "heddle_ingest_accepted_total",
    help: "What was taken in, by kind.",
    labelNames: ["kind"],
    registers,
    collect() {
      this.reset();
      for (const [kind, count] of Object.entries(acceptedFigures(ingest))) this.inc({ kind }, count);
    },
  });
  new Counter({
    name: "heddle_ingest_rejected_total",
    help: "What was rejected, cut or lost, by reason.",
    labelNames: ["reason"],
    registers,
    collect() {
      this.reset();
      for (const [reason, count] of Object.entries(rejectedFigures(ingest))) this.inc({ reason }, count);
    },
  });
  new Gauge({
    name: "heddle_ingest_waiting",
    help: "What waits: spans on disk for the store, spans in the join window, edge rows in memory.",
    labelNames: ["kind"],
    registers,
    collect() {
      this.set({ kind: "spans" }, ingest.parts.spool.pendingSpans);
      this.set({ kind: "spool_bytes" }, ingest.parts.spool.pendingBytes);
      this.set({ kind: "join" }, ingest.parts.join.pending);
      this.set({ kind: "edge_rows" }, ingest.parts.flusher.waitingRows + ingest.parts.buckets.pendingRows);
    },
  });
  new Gauge({
    name: "heddle_scrape_targets",
    help: "Proxies scraped, by state.",
    labelNames: ["state"],
    registers,
    collect() {
      const { targets, failing } = ingest.parts.scraper.status();
      this.set({ state: "ok" }, targets - failing.length);
      this.set({ state: "failing" }, failing.length);
    },
  });
  return registry;
}
