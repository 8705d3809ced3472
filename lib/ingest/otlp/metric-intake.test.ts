import { describe, expect, test } from "vitest";
import { CounterTracker } from "../counters/counter-tracker";
import { EdgeBuckets } from "../edges/edge-buckets";
import { EdgeTables } from "../edges/edge-tables";
import { MetricIntake } from "./metric-intake";
import { protoEncode } from "./otlp-proto.test-support";
import { readMetricsJson } from "./read-metrics-json";
import { readMetricsProto } from "./read-metrics-proto";

const T0 = 1_780_000_000_000;
const ns = (ms: number) => `${BigInt(ms) * 1_000_000n}`;
const text = (key: string, value: string) => ({ key, value: { stringValue: value } });
const attributes = [
  text("reporter", "source"),
  text("source_workload", "web"),
  text("destination_workload", "reviews"),
  text("response_code", "200"),
];

const sum = (value: string, atMs: number, temporality: number, startMs = T0 - 60_000) => ({
  name: "istio_requests_total",
  sum: {
    aggregationTemporality: temporality,
    isMonotonic: true,
    dataPoints: [{ attributes, startTimeUnixNano: ns(startMs), timeUnixNano: ns(atMs), asInt: value }],
  },
});
const histogram = (counts: string[], total: number, atMs: number, temporality: number) => ({
  name: "istio_request_duration_milliseconds",
  histogram: {
    aggregationTemporality: temporality,
    dataPoints: [
      {
        attributes,
        startTimeUnixNano: ns(atMs - 5000),
        timeUnixNano: ns(atMs),
        count: "0",
        sum: total,
        bucketCounts: counts,
        explicitBounds: [5, 10],
      },
    ],
  },
});
const request = (...metrics: object[]) => ({
  resourceMetrics: [{ resource: { attributes: [text("service.instance.id", "i1")] }, scopeMetrics: [{ metrics }] }],
});

function setUp() {
  const buckets = new EdgeBuckets(new EdgeTables(), "local");
  const intake = new MetricIntake(buckets, new CounterTracker(), () => T0);
  return { intake, rows: () => buckets.take(Number.POSITIVE_INFINITY) };
}

describe("OTLP metrics", () => {
  test("in protobuf and JSON are the same points", () => {
    const value = request(sum("7", T0, 2), histogram(["1", "2", "0"], 12, T0, 1), {
      name: "mem",
      gauge: { dataPoints: [{ timeUnixNano: ns(T0), asDouble: 1.5 }] },
    });
    const fromProto = readMetricsProto(protoEncode("ExportMetricsServiceRequest", value));
    expect(fromProto).toEqual(readMetricsJson(value));
    expect(fromProto.map(({ name, kind, cumulative, value: v }) => [name, kind, cumulative, v])).toEqual([
      ["istio_requests_total", "sum", true, 7],
      ["istio_request_duration_milliseconds", "histogram", false, 12],
      ["mem", "gauge", false, 1.5],
    ]);
  });

  test("of delta temporality count as they are", () => {
    const { intake, rows } = setUp();
    const points = readMetricsJson(request(sum("7", T0, 1, T0 - 5000), histogram(["1", "2", "0"], 12, T0, 1)));
    expect(intake.accept(points)).toEqual({ rejected: 0, message: "" });
    const [row, ...others] = rows();
    expect(others).toEqual([]);
    expect(row).toMatchObject({ origin: "istio", reporter: "source", code: "200", count: 7, latencySumMs: 12 });
    expect(row?.latency.reduce((total, count) => total + count, 0)).toBeCloseTo(3, 9);
  });

  test("that are cumulative count by difference, from zero when they began under our eyes", () => {
    const { intake, rows } = setUp();
    intake.accept(readMetricsJson(request(sum("100", T0, 2))));
    expect(rows()).toEqual([]);
    intake.accept(readMetricsJson(request(sum("104", T0 + 5000, 2))));
    expect(rows()).toMatchObject([{ count: 4 }]);
    const young = setUp();
    young.intake.accept(readMetricsJson(request(sum("9", T0 + 5000, 2, T0 + 1000))));
    expect(young.rows()).toMatchObject([{ count: 9 }]);
  });

  test("of a clock years off are rejected and counted, others not", () => {
    const { intake, rows } = setUp();
    const partial = intake.accept(readMetricsJson(request(sum("7", 1000, 1), sum("1", T0, 1, T0 - 5000))));
    expect(partial.rejected).toBe(1);
    expect(rows()).toMatchObject([{ count: 1 }]);
  });
});
