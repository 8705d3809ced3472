import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { EdgeSample } from "../../model/edge-sample";
import { LATENCY_BOUNDS_MS, LATENCY_BUCKETS } from "../../model/latency-bounds";
import { UNKNOWN_PEER } from "../../model/workload";
import { addSpread } from "../counters/spread";
import { EdgeBuckets } from "./edge-buckets";
import { EdgeTables } from "./edge-tables";
import { latencyBucket, rebucket } from "./latency-bucket";

const T0 = 1_780_000_000_000;

const sample = (more: Partial<EdgeSample> = {}): EdgeSample => ({
  source: { ...UNKNOWN_PEER, namespace: "shop", workload: "web" },
  destination: { ...UNKNOWN_PEER, namespace: "shop", workload: "reviews-v1" },
  destinationHost: "reviews.shop.svc.cluster.local",
  protocol: "http",
  code: "200",
  flags: "",
  mtls: "none",
  sourcePrincipal: "",
  destinationPrincipal: "",
  reporter: "source",
  origin: "envoy",
  estimated: false,
  count: 1,
  latency: [],
  latencySumMs: 0,
  bytesSent: 0,
  bytesReceived: 0,
  ...more,
});

const buckets = () => new EdgeBuckets(new EdgeTables(), "local");
const sum = (list: readonly number[]) => list.reduce((total, one) => total + one, 0);

describe("edge buckets", () => {
  test("sum what is alike inside one bucket and keep apart what is not", () => {
    const all = buckets();
    all.add(sample({ bytesSent: 3 }), T0 + 1);
    all.add(sample({ count: 2, bytesSent: 4 }), T0 + 4999);
    all.add(sample({ code: "503" }), T0 + 1);
    all.add(sample(), T0 + 5000);
    const rows = all.take(Number.POSITIVE_INFINITY);
    expect(rows.map(({ bucketMs, code, count, bytesSent }) => [bucketMs - T0, code, count, bytesSent])).toEqual([
      [0, "200", 3, 7],
      [0, "503", 1, 0],
      [5000, "200", 1, 0],
    ]);
    expect(all.take(Number.POSITIVE_INFINITY)).toEqual([]);
  });

  test("leave the open bucket in until it has ended", () => {
    const all = buckets();
    all.add(sample(), T0);
    all.add(sample(), T0 + 5000);
    expect(all.take(T0 + 7000).map((row) => row.bucketMs)).toEqual([T0]);
    expect(all.pendingRows).toBe(1);
  });

  test("under a label explosion put the rest under other and lose no request", () => {
    const all = buckets();
    const total = 60_000;
    for (let i = 0; i < total; i++) {
      all.add(sample({ source: { ...UNKNOWN_PEER, workload: `w${i}` } }), T0);
    }
    const rows = all.take(Number.POSITIVE_INFINITY);
    expect(rows.length).toBe(50_001);
    expect(sum(rows.map((row) => row.count))).toBe(total);
    expect(rows.find((row) => row.source.workload === "other")?.count).toBe(10_000);
    expect(all.overflowed).toBe(10_000);
  });

  test("spread a long interval evenly and lose nothing", () => {
    const all = buckets();
    addSpread(all, sample({ count: 60 }), T0, T0 + 30_000);
    addSpread(all, sample({ count: 5, code: "500" }), T0, T0 + 5000);
    const rows = all.take(Number.POSITIVE_INFINITY);
    expect(rows.filter((row) => row.code === "200").map((row) => row.count)).toEqual([10, 10, 10, 10, 10, 10]);
    expect(rows.filter((row) => row.code === "500").map((row) => [row.bucketMs - T0, row.count])).toEqual([[0, 5]]);
  });
});

describe("latency buckets", () => {
  test("are the first whose bound is not exceeded", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 100_000, noNaN: true }), (ms) => {
        const expected = LATENCY_BOUNDS_MS.findIndex((bound) => ms <= bound);
        expect(latencyBucket(ms)).toBe(expected < 0 ? LATENCY_BOUNDS_MS.length : expected);
      }),
    );
  });

  test("from our own bounds come out as they went in", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: LATENCY_BUCKETS, maxLength: LATENCY_BUCKETS }), (counts) => {
        expect(rebucket([...LATENCY_BOUNDS_MS, Number.POSITIVE_INFINITY], counts)).toEqual(counts);
      }),
    );
  });

  test("from foreign bounds keep the total", () => {
    const bounds = fc.uniqueArray(fc.double({ min: 0.01, max: 4_000_000, noNaN: true }), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(bounds, fc.array(fc.nat(1000), { minLength: 21, maxLength: 21 }), (list, counts) => {
        const sorted = [...list.sort((a, b) => a - b), Number.POSITIVE_INFINITY];
        const used = counts.slice(0, sorted.length);
        expect(sum(rebucket(sorted, used))).toBeCloseTo(sum(used), 6);
      }),
    );
  });
});
