import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EDGE_BUCKET_MS, type EdgeRow, type EdgeSample } from "@/lib/model/edge-sample";
import { edgeRow, latencyAt, peer } from "@/lib/store/telemetry/testing/edge-row";
import type { MetricsSource } from "../metrics-source";

/** A source under test, and the way rows get into what it reads. */
export interface MetricsSourceUnderTest {
  source: MetricsSource;
  feed(rows: readonly EdgeRow[]): Promise<void>;
  close(): Promise<void>;
}

const SEC = 1000;
const MIN = 60 * SEC;

/** What every MetricsSource must do. Each test has a mesh of its own. */
export function describeMetricsSource(name: string, open: () => Promise<MetricsSourceUnderTest>): void {
  describe(`MetricsSource: ${name}`, () => {
    let under: MetricsSourceUnderTest;
    /** A whole minute some time ago: everything of it is closed. */
    const base = Math.floor(Date.now() / MIN) * MIN - 90 * MIN;
    const total = (samples: readonly EdgeSample[]) => samples.reduce((sum, sample) => sum + sample.count, 0);

    beforeAll(async () => {
      under = await open();
    });
    afterAll(() => under.close());

    it("counts exactly the buckets of the window, its ends included", async () => {
      const mesh = "exact";
      const rows = Array.from({ length: 120 * 12 }, (_, i) =>
        edgeRow(base - 30 * MIN + i * EDGE_BUCKET_MS, { mesh, count: 1 }),
      );
      await under.feed(rows);
      for (const [from, length] of [
        [0, 5 * SEC],
        [5 * SEC, 50 * SEC],
        [35 * SEC, 10 * MIN],
        [-7 * MIN + 5 * SEC, 17 * MIN + 40 * SEC],
        [-29 * MIN, 110 * MIN + 55 * SEC],
      ] as const) {
        const query = { mesh, namespaces: null, fromMs: base + from, toMs: base + from + length };
        const answer = await under.source.edgeSamples(query);
        expect([answer.fromMs, answer.toMs]).toEqual([query.fromMs, query.toMs]);
        expect(total(answer.samples)).toBe(length / EDGE_BUCKET_MS);
      }
    });

    it("gives only the calls to whom is asked for", async () => {
      const mesh = "callees";
      const there = edgeRow(base, { mesh, count: 3 });
      const away = { ...there.destination, namespace: "elsewhere" };
      await under.feed([there, edgeRow(base, { mesh, count: 4, destination: away })]);
      const query = { mesh, namespaces: null, destination: { namespace: "elsewhere" }, fromMs: base, toMs: base + MIN };
      expect(total((await under.source.edgeSamples(query)).samples)).toBe(4);
    });

    it("gives what callees served only to who asks for it", async () => {
      const mesh = "served";
      await under.feed([edgeRow(base, { mesh, count: 3 }), edgeRow(base, { mesh, count: 4, reporter: "served" })]);
      const query = { mesh, namespaces: null, fromMs: base, toMs: base + MIN };
      expect(total((await under.source.edgeSamples(query)).samples)).toBe(3);
      expect(total((await under.source.edgeSamples({ ...query, served: true })).samples)).toBe(7);
    });

    it("says from where on a window is on record", async () => {
      const mesh = "young";
      const recorded = async (from: number, to: number) => {
        const query = { mesh, namespaces: null, fromMs: base + from, toMs: base + to };
        return (await under.source.edgeSamples(query)).recordedFromMs - base;
      };
      expect(await recorded(-10 * MIN, MIN)).toBe(-10 * MIN);
      await under.feed([edgeRow(base + 20 * SEC, { mesh }), edgeRow(base + 40 * SEC, { mesh })]);
      expect(await recorded(-10 * MIN, MIN)).toBe(20 * SEC);
      expect(await recorded(30 * SEC, MIN)).toBe(30 * SEC);
      expect(await recorded(-10 * MIN, -5 * MIN)).toBe(-10 * MIN);
      await under.feed([edgeRow(base - 3 * 60 * MIN, { mesh })]);
      expect(await recorded(-10 * MIN, MIN)).toBe(-10 * MIN);
    });

    it("aligns the window down to its step", async () => {
      const mesh = "align";
      await under.feed([edgeRow(base, { mesh, count: 3 }), edgeRow(base + 5 * SEC, { mesh, count: 4 })]);
      const answer = await under.source.edgeSamples({ mesh, namespaces: null, fromMs: base + 4999, toMs: base + 9999 });
      expect([answer.fromMs, answer.toMs]).toEqual([base, base + 5 * SEC]);
      expect(total(answer.samples)).toBe(3);
    });

    it("gives one sample an outcome, with figures and histograms summed", async () => {
      const mesh = "sums";
      const error = { code: "503", flags: "UH" };
      await under.feed([
        edgeRow(base, { mesh, latency: latencyAt(3, 10) }),
        edgeRow(base + 70 * SEC, { mesh, latency: latencyAt(9, 10) }),
        edgeRow(base + 70 * SEC, { mesh, ...error, count: 2, latency: [], latencySumMs: 0 }),
      ]);
      const { samples } = await under.source.edgeSamples({
        mesh,
        namespaces: null,
        fromMs: base,
        toMs: base + 2 * MIN,
      });
      expect(samples).toHaveLength(2);
      const ok = samples.find((sample) => sample.code === "200");
      expect(ok).toMatchObject({ count: 20, latencySumMs: 90, bytesSent: 200, bytesReceived: 2000, flags: "" });
      expect(ok?.source).toEqual(peer("web"));
      expect(ok?.destination).toEqual(peer("reviews"));
      expect(ok?.latency.map((count, i) => (count > 0 ? [i, count] : null)).filter(Boolean)).toEqual([
        [3, 10],
        [9, 10],
      ]);
      expect(samples.find((sample) => sample.code === "503")).toMatchObject({ count: 2, flags: "UH", latency: [] });
    });

    it("counts an edge when either end is in a namespace that is asked for", async () => {
      const mesh = "namespaces";
      await under.feed([
        edgeRow(base, { mesh, source: peer("a", "one"), destination: peer("b", "two"), count: 1 }),
        edgeRow(base, { mesh, source: peer("c", "three"), destination: peer("d", "one"), count: 10 }),
        edgeRow(base, { mesh, source: peer("e", "three"), destination: peer("f", "two"), count: 100 }),
      ]);
      const ask = async (namespaces: string[] | null) =>
        total((await under.source.edgeSamples({ mesh, namespaces, fromMs: base, toMs: base + MIN })).samples);
      expect(await ask(null)).toBe(111);
      expect(await ask(["one"])).toBe(11);
      expect(await ask(["one", "two"])).toBe(111);
      expect(await ask(["it's none", "\\"])).toBe(0);
      expect(await ask([])).toBe(0);
    });

    it("keeps meshes apart, and answers an empty window with nothing", async () => {
      await under.feed([edgeRow(base, { mesh: "here" })]);
      const window = { namespaces: null, fromMs: base, toMs: base + MIN };
      expect((await under.source.edgeSamples({ mesh: "there", ...window })).samples).toEqual([]);
      expect(total((await under.source.edgeSamples({ mesh: "here", ...window })).samples)).toBe(10);
    });

    it("says how old its newest figures are", async () => {
      const mesh = "age";
      const fresh = Math.floor(Date.now() / EDGE_BUCKET_MS) * EDGE_BUCKET_MS - 30 * SEC;
      await under.feed([edgeRow(fresh, { mesh })]);
      const { sources } = await under.source.edgeSamples({ mesh, namespaces: null, fromMs: fresh, toMs: Date.now() });
      expect(sources).toHaveLength(1);
      expect(sources[0]?.ok).toBe(true);
      expect(sources[0]?.ageSec).toBeGreaterThan(20);
      expect(sources[0]?.ageSec).toBeLessThan(90);
    });

    describe("series", () => {
      it("leaves steps without traffic out, and adds up to the samples of the window", async () => {
        const mesh = "series";
        await under.feed([
          edgeRow(base, { mesh, count: 1 }),
          edgeRow(base + 5 * SEC, { mesh, count: 2, code: "500" }),
          edgeRow(base + 4 * MIN, { mesh, count: 4 }),
        ]);
        const series = await under.source.series({
          mesh,
          source: { workload: "web-v1" },
          destination: { service: "reviews", namespace: "shop" },
          protocol: "http",
          fromMs: base,
          toMs: base + 10 * MIN,
          maxPoints: 10,
        });
        expect(series.stepSec).toBe(60);
        expect(series.points.map((point) => [point.atMs - base, point.requests, point.errors])).toEqual([
          [0, 3, 2],
          [4 * MIN, 4, 0],
        ]);
        expect(series.points[0]?.latencyMs.avg).toBeCloseTo(4.5);
        expect(series.points[0]?.latencyMs.p50).toBeGreaterThan(0);
        expect(series.points[0]).toMatchObject({ bytes: 2200, partial: false });
        expect(series.points[0]?.latency).toBeUndefined();
      });

      it("gives each step its histogram when asked", async () => {
        const mesh = "histograms";
        await under.feed([edgeRow(base, { mesh, count: 3 }), edgeRow(base + 5 * SEC, { mesh, count: 4 })]);
        const all = await under.source.edgeSamples({ mesh, namespaces: null, fromMs: base, toMs: base + MIN });
        const series = await under.source.series({
          mesh,
          fromMs: base,
          toMs: base + MIN,
          maxPoints: 1,
          histograms: true,
        });
        expect(series.points.map((point) => point.latency)).toEqual(all.samples.map(({ latency }) => latency));
      });

      it("never has more points than asked for", async () => {
        const mesh = "points";
        await under.feed(Array.from({ length: 360 }, (_, i) => edgeRow(base + i * EDGE_BUCKET_MS, { mesh })));
        for (const maxPoints of [1, 7, 60, 1000]) {
          const series = await under.source.series({ mesh, fromMs: base, toMs: base + 30 * MIN, maxPoints });
          expect(series.points.length).toBeLessThanOrEqual(maxPoints + 1);
          expect(series.points.reduce((sum, point) => sum + point.requests, 0)).toBe(3600);
        }
      });

      it("counts a request once that both proxies and a span saw", async () => {
        const mesh = "once";
        await under.feed([
          edgeRow(base, { mesh }),
          edgeRow(base, { mesh, reporter: "destination" }),
          edgeRow(base, { mesh, reporter: "span", origin: "span" }),
        ]);
        const series = await under.source.series({ mesh, fromMs: base, toMs: base + MIN, maxPoints: 1 });
        expect(series.points.map((point) => point.requests)).toEqual([10]);
      });

      it("of nothing is empty", async () => {
        const series = await under.source.series({ mesh: "none", fromMs: base, toMs: base + MIN, maxPoints: 10 });
        expect(series.points).toEqual([]);
      });
    });
  });
}
