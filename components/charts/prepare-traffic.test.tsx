import { describe, expect, it } from "vitest";
import type { TrafficSeries } from "@/lib/model/series";
import { niceTicks, prepareTraffic, timeTicks } from "./prepare-traffic";

const latencyMs = { avg: 5, p50: 4, p95: 9, p99: 12 };
const series: TrafficSeries = {
  stepSec: 10,
  points: [
    { atMs: 10_000, requests: 50, errors: 5, latencyMs, bytes: 1000, partial: false },
    {
      atMs: 30_000,
      requests: 20,
      errors: 0,
      latencyMs: { avg: null, p50: null, p95: null, p99: null },
      bytes: 0,
      partial: true,
    },
  ],
};

describe("prepareTraffic", () => {
  it("makes rates of counts, gaps of missing steps, and keeps the window", () => {
    const { rows, hasLatency, hasRequests, hasBytes } = prepareTraffic(series, { fromMs: 0, toMs: 40_000 });
    expect(rows.map((row) => row.okPerSec)).toEqual([null, 4.5, null, 2]);
    expect(rows.map((row) => row.p95)).toEqual([null, 9, null, null]);
    expect(rows[1]?.errorsPerSec).toBe(0.5);
    expect(rows[3]?.partial).toBe(true);
    expect([hasLatency, hasRequests, hasBytes]).toEqual([true, true, true]);
  });

  it("rounds axes up to few ticks", () => {
    expect(niceTicks(2.9)).toEqual([0, 1, 2, 3]);
    expect(niceTicks(214)).toEqual([0, 100, 200, 300]);
    expect(niceTicks(0)).toEqual([0, 1]);
    for (const max of [0.003, 0.7, 12, 99, 1234]) {
      const ticks = niceTicks(max);
      expect(ticks[ticks.length - 1]).toBeGreaterThanOrEqual(max);
      expect(ticks.length).toBeLessThanOrEqual(5);
    }
    expect(timeTicks({ fromMs: 0, toMs: 10 })).toEqual([0, 5, 10]);
  });
});
