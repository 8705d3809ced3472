import { type AnyValueJson, readKeyValue } from "../wire/any-value-json";
import { nanosToMs } from "../wire/nanos-to-ms";
import { ProtoReader } from "../wire/proto-reader";
import { CUMULATIVE, type MetricPoint } from "./metric-point";

/** ExportMetricsServiceRequest in protobuf -> its data points. Throws HeddleError `invalid_input`. */
export function readMetricsProto(body: Buffer): MetricPoint[] {
  const reader = new ProtoReader();
  reader.reset(body);
  const points: MetricPoint[] = [];
  eachMessage(reader, body.length, 0x0a, (end) => readResourceMetrics(reader, end, points));
  return points;
}

/** Calls back for each embedded message with this tag; other fields are passed over. */
function eachMessage(reader: ProtoReader, end: number, wanted: number, each: (end: number) => void): void {
  while (reader.pos < end) {
    const tag = reader.varint32(end);
    if (tag !== wanted) {
      reader.skip(tag, end);
      continue;
    }
    const stop = reader.lengthEnd(end);
    each(stop);
    reader.pos = stop;
  }
}

function readResourceMetrics(reader: ProtoReader, end: number, points: MetricPoint[]): void {
  const begin = reader.pos;
  const resource = new Map<string, string>();
  eachMessage(reader, end, 0x0a, (stop) => {
    eachMessage(reader, stop, 0x0a, (inner) => readLabel(reader, inner, resource));
  });
  reader.pos = begin;
  eachMessage(reader, end, 0x12, (scopeEnd) => {
    eachMessage(reader, scopeEnd, 0x12, (metricEnd) => readMetric(reader, metricEnd, resource, points));
  });
}

function readLabel(reader: ProtoReader, end: number, labels: Map<string, string>): void {
  const { key, value } = readKeyValue(reader, end);
  labels.set(key, labelText(value));
}

/** Attribute values as Prometheus labels: plain text. */
export function labelText(value: AnyValueJson): string {
  if ("stringValue" in value) return String(value.stringValue);
  if ("intValue" in value) return String(value.intValue);
  if ("boolValue" in value) return String(value.boolValue);
  if ("doubleValue" in value) return String(value.doubleValue);
  return Object.keys(value).length === 0 ? "" : JSON.stringify(value);
}

const KINDS: Record<number, MetricPoint["kind"]> = {
  42: "gauge",
  58: "sum",
  74: "histogram",
  82: "other",
  90: "other",
};

function readMetric(
  reader: ProtoReader,
  end: number,
  resource: ReadonlyMap<string, string>,
  points: MetricPoint[],
): void {
  let name = "";
  let unit = "";
  const data: { kind: MetricPoint["kind"]; start: number; end: number }[] = [];
  while (reader.pos < end) {
    const tag = reader.varint32(end);
    const kind = KINDS[tag];
    if (tag === 0x0a) name = reader.text(end);
    else if (tag === 0x1a) unit = reader.text(end);
    else if (kind === undefined) reader.skip(tag, end);
    else {
      const stop = reader.lengthEnd(end);
      data.push({ kind, start: reader.pos, end: stop });
      reader.pos = stop;
    }
  }
  for (const { kind, start, end: stop } of data) {
    reader.pos = start;
    readPoints(reader, stop, { name, unit, kind, resource }, points);
  }
  reader.pos = end;
}

interface Family {
  name: string;
  unit: string;
  kind: MetricPoint["kind"];
  resource: ReadonlyMap<string, string>;
}

function readPoints(reader: ProtoReader, end: number, family: Family, points: MetricPoint[]): void {
  const from = points.length;
  let cumulative = false;
  while (reader.pos < end) {
    const tag = reader.varint32(end);
    if (tag === 0x0a) {
      const stop = reader.lengthEnd(end);
      points.push(family.kind === "histogram" ? readHistogram(reader, stop, family) : readNumber(reader, stop, family));
      reader.pos = stop;
    } else if (tag === 0x10) cumulative = reader.varint32(end) === CUMULATIVE;
    else reader.skip(tag, end);
  }
  for (let i = from; i < points.length; i++) (points[i] as MetricPoint).cumulative = cumulative;
}

function newPoint({ name, unit, kind, resource }: Family): MetricPoint {
  const labels = new Map(resource);
  return { name, unit, kind, cumulative: false, labels, startMs: 0, atMs: 0, value: 0, bounds: [], counts: [] };
}

function timeMs(reader: ProtoReader, end: number): number {
  reader.fixed64(end);
  return nanosToMs(reader.low, reader.high);
}

/** NumberDataPoint. Points of kinds that edges do not use are read by the same fields; only their number matters. */
function readNumber(reader: ProtoReader, end: number, family: Family): MetricPoint {
  const point = newPoint(family);
  while (reader.pos < end) {
    const tag = reader.varint32(end);
    if (family.kind === "other") reader.skip(tag, end);
    else if (tag === 0x11) point.startMs = timeMs(reader, end);
    else if (tag === 0x19) point.atMs = timeMs(reader, end);
    else if (tag === 0x21) point.value = reader.double(end);
    else if (tag === 0x31) {
      reader.fixed64(end);
      point.value = reader.high * 0x1_0000_0000 + reader.low;
    } else if (tag === 0x3a) readLabel(reader, reader.lengthEnd(end), point.labels);
    else reader.skip(tag, end);
  }
  return point;
}

function readHistogram(reader: ProtoReader, end: number, family: Family): MetricPoint {
  const point = newPoint(family);
  while (reader.pos < end) {
    const tag = reader.varint32(end);
    switch (tag) {
      case 0x11:
        point.startMs = timeMs(reader, end);
        break;
      case 0x19:
        point.atMs = timeMs(reader, end);
        break;
      case 0x29:
        point.value = reader.double(end);
        break;
      case 0x32: {
        const stop = reader.lengthEnd(end);
        while (reader.pos < stop) {
          reader.fixed64(stop);
          point.counts.push(reader.high * 0x1_0000_0000 + reader.low);
        }
        break;
      }
      case 0x3a: {
        const stop = reader.lengthEnd(end);
        while (reader.pos < stop) point.bounds.push(reader.double(stop));
        break;
      }
      case 0x4a:
        readLabel(reader, reader.lengthEnd(end), point.labels);
        break;
      default:
        reader.skip(tag, end);
    }
  }
  return point;
}
