import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TraceQuery } from "@/lib/model/span";
import type { TestSpan } from "@/lib/store/telemetry/testing/span-writer";
import type { TraceSource } from "../trace-source";

/** A source under test, and the way spans get into what it reads. */
export interface TraceSourceUnderTest {
  source: TraceSource;
  feed(spans: readonly TestSpan[]): Promise<void>;
  close(): Promise<void>;
}

/** Half an hour ago, to the second. */
const base = Math.floor(Date.now() / 1000) * 1000 - 1_800_000;
const MS = 1_000_000;

/** Ids from a number and a letter, so that tests do not meet. */
function traceIdOf(n: number, prefix: string): string {
  return `${prefix}${n.toString(16)}`.padStart(32, "0");
}

function ns(offsetMs: number): string {
  return `${base + offsetMs}000000`;
}

/** web calls reviews through both proxies: a server span, a client span below it, a server span below that. */
function callTrace(
  n: number,
  prefix: string,
  more: { startMs?: number; tookMs?: number; failing?: boolean } = {},
): TestSpan[] {
  const { startMs = n * 100, tookMs = 20, failing = false } = more;
  const traceId = traceIdOf(n, prefix);
  const failed = failing ? { status: 2, code: "503" } : { status: 0, code: "200" };
  const web = { traceId, service: "web", workload: "web-v1", namespace: "shop" };
  return [
    {
      ...web,
      spanId: "1".repeat(16),
      name: "GET /",
      startNs: ns(startMs),
      durationNs: tookMs * MS,
      kind: 2,
      ...failed,
    },
    {
      ...web,
      spanId: "2".repeat(16),
      parentSpanId: "1".repeat(16),
      name: "reviews:9080/*",
      startNs: ns(startMs + 1),
      durationNs: (tookMs - 2) * MS,
      kind: 3,
      peer: "reviews.shop.svc.cluster.local",
      attributes: { "http.url": `http://reviews/${prefix}${n}`, "http.status_code": failed.code },
      ...failed,
    },
    {
      traceId,
      service: "reviews",
      workload: n % 2 === 0 ? "reviews-v1" : "reviews-v2",
      namespace: "shop",
      spanId: "3".repeat(16),
      parentSpanId: "2".repeat(16),
      name: "reviews",
      startNs: ns(startMs + 2),
      durationNs: (tookMs - 4) * MS,
      kind: 2,
      code: "200",
      resource: JSON.stringify({
        resource: { attributes: [{ key: "service.name", value: { stringValue: "reviews" } }] },
      }),
    },
  ];
}

/** What every TraceSource must do. */
export function describeTraceSource(name: string, open: () => Promise<TraceSourceUnderTest>): void {
  describe(`TraceSource: ${name}`, () => {
    let under: TraceSourceUnderTest;
    const window = { startMs: base - 60_000, endMs: base + 60_000 };
    const search = (query: Partial<TraceQuery>) => under.source.search(TraceQuery.parse({ ...window, ...query }));
    const ids = async (query: Partial<TraceQuery>) => (await search(query)).traces.map((trace) => trace.traceId);
    const id = (n: number) => traceIdOf(n, "c");

    beforeAll(async () => {
      under = await open();
      const traces = Array.from({ length: 10 }, (_, n) =>
        callTrace(n, "c", { failing: n === 4, tookMs: n === 7 ? 500 : 20 }),
      );
      await under.feed(traces.flat());
    });
    afterAll(() => under.close());

    it("lists the newest first, with what a list shows of each", async () => {
      const { traces, matched } = await search({ limit: 3 });
      expect(traces.map((trace) => trace.traceId)).toEqual([id(9), id(8), id(7)]);
      expect(matched).toBe(10);
      expect(traces[0]).toEqual({
        traceId: id(9),
        rootService: "web",
        rootName: "GET /",
        startMs: base + 900,
        durationMs: 20,
        spanCount: 3,
        errorCount: 0,
        rootCode: "200",
        services: [
          { service: "reviews", spanCount: 1, errorCount: 0, timeMs: 16 },
          { service: "web", spanCount: 2, errorCount: 0, timeMs: 4 },
        ],
      });
    });

    it("finds by service, operation and tag, all on one span", async () => {
      expect(await ids({ service: "reviews" })).toHaveLength(10);
      expect(await ids({ service: "nobody" })).toEqual([]);
      expect(await ids({ service: "web", operation: "reviews" })).toEqual([]);
      expect(await ids({ operation: "GET /" })).toHaveLength(10);
      expect(await ids({ tags: { "http.url": "http://reviews/c3" } })).toEqual([id(3)]);
      expect(await ids({ service: "reviews", tags: { "http.url": "http://reviews/c3" } })).toEqual([]);
      expect(await ids({ tags: { "http.url": "http://reviews/c3", "http.status_code": "404" } })).toEqual([]);
      expect(await ids({ tags: { "service.name": "reviews" } })).toHaveLength(10);
      expect(await ids({ tags: { "it's": "\\'; --" } })).toEqual([]);
    });

    it("finds errors, and only on the service that is asked for", async () => {
      expect(await ids({ errorsOnly: true })).toEqual([id(4)]);
      expect(await ids({ errorsOnly: true, service: "web" })).toEqual([id(4)]);
      expect(await ids({ errorsOnly: true, service: "reviews" })).toEqual([]);
      expect(await ids({ tags: { error: "true" } })).toEqual([id(4)]);
    });

    it("finds by the duration of the whole trace", async () => {
      expect(await ids({ minDurationMs: 100 })).toEqual([id(7)]);
      expect(await ids({ minDurationMs: 100, service: "reviews" })).toEqual([id(7)]);
      expect(await ids({ maxDurationMs: 100 })).toHaveLength(9);
      expect(await ids({ minDurationMs: 500, maxDurationMs: 500 })).toEqual([id(7)]);
      expect((await search({ minDurationMs: 10, limit: 2 })).matched).toBe(10);
    });

    it("finds by the edge a call went over", async () => {
      expect(await ids({ source: "web-v1", destination: "reviews-v1" })).toEqual([id(8), id(6), id(4), id(2), id(0)]);
      expect(await ids({ source: "reviews-v1", destination: "web-v1" })).toEqual([]);
      expect(await ids({ destination: "reviews-v2" })).toHaveLength(5);
      expect(await ids({ source: "web-v1" })).toHaveLength(10);
      expect(await ids({ source: "web-v1", destination: "reviews-v1", errorsOnly: true })).toEqual([id(4)]);
      expect(await ids({ source: "web-v1", destination: "reviews-v2", errorsOnly: true })).toEqual([]);
    });

    it("looks only into the window", async () => {
      expect(await ids({ startMs: base + 500, endMs: base + 700 })).toEqual([id(6), id(5)]);
      expect(await ids({ startMs: base + 5000, endMs: base + 6000 })).toEqual([]);
    });

    it("gives a trace whole, wherever its spans lie, and nothing for one that is not there", async () => {
      const traceId = traceIdOf(1, "e");
      const spans = callTrace(1, "e", { startMs: 0 });
      await under.feed(spans.slice(0, 1));
      await under.feed(spans.slice(1));
      const got = await under.source.get(traceId);
      expect(got.map((span) => [span.spanId, span.parentSpanId, span.kind])).toEqual([
        ["1".repeat(16), "", "server"],
        ["2".repeat(16), "1".repeat(16), "client"],
        ["3".repeat(16), "2".repeat(16), "server"],
      ]);
      expect(got[1]).toMatchObject({
        traceId,
        name: "reviews:9080/*",
        service: "web",
        startUnixNano: ns(1),
        endUnixNano: ns(19),
        attributes: { "http.url": "http://reviews/e1" },
      });
      expect((await under.source.get(traceId.toUpperCase())).length).toBe(3);
      expect(await under.source.get("f".repeat(32))).toEqual([]);
      expect(await under.source.get("no id")).toEqual([]);
    });

    it("names services and operations of a window", async () => {
      expect(await under.source.services(window)).toEqual(["reviews", "web"]);
      expect(await under.source.operations("web", window)).toEqual(["GET /", "reviews:9080/*"]);
      expect(await under.source.operations("nobody", window)).toEqual([]);
      expect(await under.source.services({ startMs: 0, endMs: 1000 })).toEqual([]);
    });
  });
}
