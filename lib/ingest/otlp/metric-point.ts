/** One data point of an OTLP metric, as far as edges need it. Times are epoch ms. Source: opentelemetry-proto metrics v1. */
export interface MetricPoint {
  name: string;
  unit: string;
  kind: "sum" | "gauge" | "histogram" | "other";
  cumulative: boolean;
  /** attributes of the point, and of the resource where the point lacks the key */
  labels: Map<string, string>;
  startMs: number;
  atMs: number;
  /** of sums and gauges; the sum of histograms */
  value: number;
  /** histograms: explicit bounds and one count more */
  bounds: number[];
  counts: number[];
}

/** AGGREGATION_TEMPORALITY_CUMULATIVE */
export const CUMULATIVE = 2;
