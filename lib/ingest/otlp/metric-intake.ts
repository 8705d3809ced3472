import type { EdgeSample } from "../../model/edge-sample";
import type { CounterTracker } from "../counters/counter-tracker";
import { edgeOfIstioLabels } from "../counters/istio-labels";
import { istioHistogram, istioSeries, withFigure } from "../counters/istio-metrics";
import { addSpread } from "../counters/spread";
import type { EdgeBuckets } from "../edges/edge-buckets";
import { rebucket } from "../edges/latency-bucket";
import type { PartialSuccess } from "./export-response";
import type { MetricPoint } from "./metric-point";
import { CLOCK_AHEAD_MS } from "./span-limits";

/** Resource attributes that tell one sender from another. */
const SENDER = ["service.instance.id", "k8s.pod.uid", "k8s.pod.name", "host.name", "service.name", "service.namespace"];
const DAY_MS = 86_400_000;

/** OTLP data points with Istio's names -> edge traffic, cumulative by difference, delta as they are. Others are counted as ignored. */
export class MetricIntake {
  readonly stats = { used: 0, ignored: 0, rejected: 0 };
  readonly #buckets: EdgeBuckets;
  readonly #tracker: CounterTracker;
  readonly #startedAtMs: number;
  readonly #now: () => number;

  constructor(buckets: EdgeBuckets, tracker: CounterTracker, now: () => number = Date.now) {
    this.#buckets = buckets;
    this.#tracker = tracker;
    this.#now = now;
    this.#startedAtMs = now();
  }

  accept(points: readonly MetricPoint[]): PartialSuccess {
    let rejected = 0;
    for (const point of points) {
      const histogram = point.kind === "histogram" ? istioHistogram(point.name) : null;
      const series = point.kind === "sum" ? istioSeries(point.name) : null;
      const target = histogram ?? series;
      const edge = target === null ? null : edgeOfIstioLabels(point.labels, target.tcp);
      if (target === null || edge === null) {
        this.stats.ignored++;
      } else if (!this.#timely(point)) {
        rejected++;
        this.stats.rejected++;
      } else {
        this.stats.used++;
        this.#growth(point, edge, target.figure, histogram !== null && target.figure === "latencySumMs");
      }
    }
    return { rejected, message: rejected > 0 ? `${rejected} rejected: their time is more than a day off` : "" };
  }

  #timely(point: MetricPoint): boolean {
    const now = this.#now();
    return point.atMs > now - DAY_MS && point.atMs < now + CLOCK_AHEAD_MS;
  }

  #growth(point: MetricPoint, edge: EdgeSample, figure: Parameters<typeof withFigure>[1], withLatency: boolean): void {
    if (!point.cumulative) {
      const latency = withLatency ? latencyOfPoint(point.bounds, point.counts) : [];
      const from = point.startMs > 0 ? point.startMs : point.atMs;
      addSpread(this.#buckets, { ...withFigure(edge, figure, point.value), latency }, from, point.atMs);
      return;
    }
    const sender = SENDER.map((name) => point.labels.get(name) ?? "").join("\n");
    const group = this.#tracker.group(`otlp\n${sender}`, point.atMs);
    const since = point.startMs >= this.#startedAtMs ? point.startMs : undefined;
    const key = `${point.name}\n${[...point.labels].map((pair) => pair.join("=")).join("\n")}`;
    const value = this.#tracker.delta(group, key, point.value, point.atMs, since);
    const growths = withLatency
      ? point.counts.map((count, i) => this.#tracker.delta(group, `${key}\n${i}`, count, point.atMs, since))
      : [];
    const grown = [value, ...growths].find((growth) => growth.delta > 0);
    if (grown === undefined) return;
    const latency = withLatency
      ? latencyOfPoint(
          point.bounds,
          growths.map((growth) => growth.delta),
        )
      : [];
    addSpread(this.#buckets, { ...withFigure(edge, figure, value.delta), latency }, grown.fromMs, grown.toMs);
  }
}

function latencyOfPoint(bounds: readonly number[], counts: readonly number[]): number[] {
  return counts.length === 0 ? [] : rebucket([...bounds, Number.POSITIVE_INFINITY], counts);
}
