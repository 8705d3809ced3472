import type { EdgeSample } from "../../model/edge-sample";

/** What one of Istio's metrics contributes to an edge. `histogram`: the family has buckets, sum and count. */
interface IstioMetric {
  tcp: boolean;
  histogram: boolean;
  /** which figure: of counters their value, of histograms their sum */
  figure: "count" | "bytesSent" | "bytesReceived" | "latencySumMs";
}

/**
 * Bytes are seen from the source: what Istio calls received (by the server) is sent. Source: Istio standard metrics.
 */
const METRICS: ReadonlyMap<string, IstioMetric> = new Map([
  ["istio_requests_total", { tcp: false, histogram: false, figure: "count" }],
  ["istio_request_duration_milliseconds", { tcp: false, histogram: true, figure: "latencySumMs" }],
  ["istio_request_bytes", { tcp: false, histogram: true, figure: "bytesSent" }],
  ["istio_response_bytes", { tcp: false, histogram: true, figure: "bytesReceived" }],
  ["istio_tcp_connections_opened_total", { tcp: true, histogram: false, figure: "count" }],
  ["istio_tcp_received_bytes_total", { tcp: true, histogram: false, figure: "bytesSent" }],
  ["istio_tcp_sent_bytes_total", { tcp: true, histogram: false, figure: "bytesReceived" }],
]);

/** One Prometheus series name taken apart: the family it belongs to, and which part of it it is. */
export interface IstioSeries {
  tcp: boolean;
  part: "value" | "bucket";
  figure: IstioMetric["figure"];
}

/**
 * What the series `name` contributes; null when it is none of Istio's traffic metrics or a part that carries nothing new (the count of
 * a histogram is the request count). Of the histograms only durations use their buckets.
 */
export function istioSeries(name: string): IstioSeries | null {
  const counter = METRICS.get(name);
  if (counter !== undefined && !counter.histogram) return { tcp: counter.tcp, part: "value", figure: counter.figure };
  if (name.endsWith("_sum")) {
    const metric = METRICS.get(name.slice(0, -4));
    return metric?.histogram ? { tcp: metric.tcp, part: "value", figure: metric.figure } : null;
  }
  if (name === "istio_request_duration_milliseconds_bucket")
    return { tcp: false, part: "bucket", figure: "latencySumMs" };
  return null;
}

/** The histogram family of this name (OTLP names histograms without a suffix); null when it is none of Istio's. */
export function istioHistogram(name: string): IstioMetric | null {
  const metric = METRICS.get(name);
  return metric?.histogram ? metric : null;
}

/** The same edge with one figure set. */
export function withFigure(edge: EdgeSample, figure: IstioMetric["figure"], value: number): EdgeSample {
  return { ...edge, [figure]: value };
}
