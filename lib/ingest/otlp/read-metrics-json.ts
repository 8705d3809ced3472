import type { AnyValueJson } from "../wire/any-value-json";
import { enumAt, int64At, type JsonObject, listAt, objectAt, textAt } from "./json-fields";
import { CUMULATIVE, type MetricPoint } from "./metric-point";
import { labelText } from "./read-metrics-proto";

const TEMPORALITIES = [
  "AGGREGATION_TEMPORALITY_UNSPECIFIED",
  "AGGREGATION_TEMPORALITY_DELTA",
  "AGGREGATION_TEMPORALITY_CUMULATIVE",
];
const KINDS = [
  ["gauge", "gauge"],
  ["sum", "sum"],
  ["histogram", "histogram"],
  ["exponentialHistogram", "other"],
  ["summary", "other"],
] as const;

/** ExportMetricsServiceRequest in OTLP/JSON -> its data points. Throws HeddleError `invalid_input` that names the field. */
export function readMetricsJson(json: unknown): MetricPoint[] {
  const points: MetricPoint[] = [];
  const request = objectAt(json, "The body");
  for (const [i, entry] of listAt(request.resourceMetrics, "resourceMetrics").entries()) {
    const path = `resourceMetrics[${i}]`;
    const block = objectAt(entry, path);
    const resource = new Map<string, string>();
    if (block.resource)
      readLabels(objectAt(block.resource, `${path}.resource`).attributes, `${path}.resource`, resource);
    for (const [j, scope] of listAt(block.scopeMetrics, `${path}.scopeMetrics`).entries()) {
      const inside = `${path}.scopeMetrics[${j}]`;
      for (const [k, metric] of listAt(objectAt(scope, inside).metrics, `${inside}.metrics`).entries()) {
        readMetric(objectAt(metric, `${inside}.metrics[${k}]`), `${inside}.metrics[${k}]`, resource, points);
      }
    }
  }
  return points;
}

function readLabels(json: unknown, path: string, labels: Map<string, string>): void {
  for (const [i, entry] of listAt(json, `${path}.attributes`).entries()) {
    const at = `${path}.attributes[${i}]`;
    const { key, value } = objectAt(entry, at);
    labels.set(textAt(key, `${at}.key`), value ? labelText(objectAt(value, `${at}.value`) as AnyValueJson) : "");
  }
}

function readMetric(metric: JsonObject, path: string, resource: Map<string, string>, points: MetricPoint[]): void {
  for (const [field, kind] of KINDS) {
    if (metric[field] === undefined || metric[field] === null) continue;
    const data = objectAt(metric[field], `${path}.${field}`);
    const cumulative =
      enumAt(data.aggregationTemporality, `${path}.aggregationTemporality`, TEMPORALITIES) === CUMULATIVE;
    for (const [i, entry] of listAt(data.dataPoints, `${path}.${field}.dataPoints`).entries()) {
      const at = `${path}.${field}.dataPoints[${i}]`;
      const point = objectAt(entry, at);
      const labels = new Map(resource);
      readLabels(point.attributes, at, labels);
      points.push({
        name: textAt(metric.name, `${path}.name`),
        unit: textAt(metric.unit, `${path}.unit`),
        kind,
        cumulative,
        labels,
        startMs: timeMs(point.startTimeUnixNano, `${at}.startTimeUnixNano`),
        atMs: timeMs(point.timeUnixNano, `${at}.timeUnixNano`),
        value: Number(kind === "histogram" ? (point.sum ?? 0) : (point.asDouble ?? point.asInt ?? 0)),
        bounds: listAt(point.explicitBounds, `${at}.explicitBounds`).map(Number),
        counts: listAt(point.bucketCounts, `${at}.bucketCounts`).map(Number),
      });
    }
  }
}

function timeMs(value: unknown, path: string): number {
  return Number(int64At(value, path) / 1000n) / 1000;
}
