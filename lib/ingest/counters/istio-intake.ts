import type { EdgeBuckets } from "../edges/edge-buckets";
import { CounterTracker } from "./counter-tracker";
import { HistogramAssembler } from "./histogram-assembler";
import { edgeOfIstioLabels, type Labels } from "./istio-labels";
import { istioSeries, withFigure } from "./istio-metrics";
import { addSpread } from "./spread";

/** Labels that tell one instance of a proxy from another; together they name a group of counters. */
const INSTANCE_LABELS = ["cluster", "job", "instance", "namespace", "pod", "pod_name", "kubernetes_pod_name"];

/** Cumulative Prometheus series with Istio's names -> edge traffic. */
export class IstioIntake {
  readonly stats = { used: 0, ignored: 0 };
  readonly tracker = new CounterTracker();
  readonly #buckets: EdgeBuckets;
  readonly #histograms: HistogramAssembler;

  constructor(buckets: EdgeBuckets) {
    this.#buckets = buckets;
    this.#histograms = new HistogramAssembler(buckets);
  }

  wants(name: string): boolean {
    return istioSeries(name) !== null;
  }

  /**
   * One value of one series. `key` names the series among all senders. `sinceMs`: when the counter was zero, where the sender says
   * so and this process has seen that time.
   */
  add(name: string, labels: Labels, key: string, value: number, atMs: number, nowMs: number, sinceMs?: number): void {
    const series = istioSeries(name);
    const edge = series === null ? null : edgeOfIstioLabels(labels, series.tcp);
    if (series === null || edge === null) {
      this.stats.ignored++;
      return;
    }
    this.stats.used++;
    const instance = INSTANCE_LABELS.map((label) => labels.get(label) ?? "").join("\n");
    const group = this.tracker.group(instance, atMs);
    const growth = this.tracker.delta(group, key, value, atMs, sinceMs);
    if (growth.delta === 0) return;
    if (series.part === "bucket") {
      const bound = Number(labels.get("le")?.replace("+Inf", "Infinity"));
      if (Number.isNaN(bound)) return;
      const family = `${instance}\n${atMs}\n${edgeKey(labels)}`;
      this.#histograms.add(family, edge, bound, growth, nowMs);
      return;
    }
    addSpread(this.#buckets, withFigure(edge, series.figure, growth.delta), growth.fromMs, growth.toMs);
  }

  /** Hands on histograms that are complete by now and forgets what is gone. */
  tick(nowMs: number): void {
    this.#histograms.flush(nowMs);
    if (Number.isFinite(nowMs)) this.tracker.clean(nowMs);
  }
}

function edgeKey(labels: Labels): string {
  let key = "";
  for (const [name, value] of labels) if (name !== "le") key += `${name}=${value}\n`;
  return key;
}
