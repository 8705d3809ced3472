import { describe, expect, test } from "vitest";
import type { EdgeRow } from "../../model/edge-sample";
import type { Peer } from "../../model/workload";
import { EdgeBuckets } from "./edge-buckets";
import { EdgeTables } from "./edge-tables";
import { emptySpanFacts, type SpanFacts } from "./span-facts";
import { SpanJoin } from "./span-join";

const T0 = 1_780_000_000_000;
const SERVER = 2;
const CLIENT = 3;
const INTERNAL = 1;

const peer = (workload: string): Peer => ({
  namespace: "shop",
  workload,
  app: workload,
  service: workload,
  version: "",
});

interface Made {
  id: number;
  parent?: number;
  kind: number;
  of: string;
  proxy?: boolean;
  calls?: string;
  trace?: number;
  code?: string;
  ms?: number;
}

function setUp(maxSpans?: number) {
  const tables = new EdgeTables();
  const buckets = new EdgeBuckets(tables, "local");
  const join = new SpanJoin(buckets, tables, { windowMs: 12_000, ...(maxSpans && { maxSpans }) });
  const facts = (made: Made): SpanFacts => ({
    ...emptySpanFacts(),
    traceLow: made.trace ?? 1,
    spanLow: made.id,
    parentLow: made.parent ?? 0,
    kind: made.kind,
    proxy: made.proxy === false ? 0 : 1,
    peer: tables.peers.idOf(peer(made.of)),
    destination:
      made.calls === undefined
        ? -1
        : tables.destinations.idOf(made.calls, () => ({ host: `${made.calls}.shop`, peer: peer(made.calls ?? "") })),
    outcome: tables.outcomes.idOf("http", made.code ?? "200", ""),
    endMs: T0,
    durationMs: made.ms ?? 10,
  });
  const add = (spans: Made[], atMs = T0) => {
    for (const made of spans) join.add(facts(made), atMs);
    join.commit();
  };
  /** source -> destination: count, in order of first sight */
  const edges = () => {
    join.expire(Number.POSITIVE_INFINITY);
    const counts = new Map<string, number>();
    for (const row of rows()) {
      const key = `${row.source.workload || "?"} -> ${row.destination.workload || row.destination.service}`;
      counts.set(key, (counts.get(key) ?? 0) + row.count);
    }
    return Object.fromEntries(counts);
  };
  let taken: EdgeRow[] = [];
  const rows = () => {
    taken = [...taken, ...buckets.take(Number.POSITIVE_INFINITY)];
    return taken;
  };
  return { join, add, edges, rows, facts };
}

/** Every order of a short list. */
function orders<T>(list: T[]): T[][] {
  if (list.length < 2) return [list];
  return list.flatMap((one, i) => orders([...list.slice(0, i), ...list.slice(i + 1)]).map((rest) => [one, ...rest]));
}

describe("one request is one edge", () => {
  const hop: Made[] = [
    { id: 1, kind: SERVER, of: "web" },
    { id: 2, parent: 1, kind: CLIENT, of: "web", calls: "reviews" },
    { id: 3, parent: 2, kind: SERVER, of: "reviews" },
  ];

  test.each(orders(hop).map((order) => [order.map(({ id }) => id).join(), order]))(
    "in arrival order %s",
    (_, order) => {
      const { add, edges } = setUp();
      for (const span of order) add([span]);
      expect(edges()).toEqual({ "? -> web": 1, "web -> reviews": 1 });
    },
  );

  test("when proxy and application both trace: the doubled client and server spans count once", () => {
    const spans: Made[] = [
      { id: 1, kind: SERVER, of: "web", proxy: false },
      { id: 2, parent: 1, kind: INTERNAL, of: "web", proxy: false },
      { id: 3, parent: 2, kind: CLIENT, of: "web", proxy: false, ms: 30 },
      { id: 4, parent: 3, kind: CLIENT, of: "web", calls: "reviews", ms: 20, code: "503" },
      { id: 5, parent: 4, kind: SERVER, of: "reviews" },
      { id: 6, parent: 5, kind: SERVER, of: "reviews", proxy: false },
    ];
    for (const order of [spans, [...spans].reverse(), [3, 5, 1, 4, 0, 2].map((i) => spans[i] as Made)]) {
      const { add, edges, rows } = setUp();
      for (const span of order) add([span]);
      expect(edges()).toEqual({ "? -> web": 1, "web -> reviews": 1 });
      const row = rows().find(({ source }) => source.workload === "web");
      expect(row).toMatchObject({ code: "503", latencySumMs: 20, destinationHost: "reviews.shop", reporter: "span" });
    }
  });

  test("when spans share ids as Zipkin's do", () => {
    const { add, edges } = setUp();
    add([
      { id: 1, kind: SERVER, of: "web" },
      { id: 2, parent: 1, kind: CLIENT, of: "web", calls: "reviews" },
      { id: 2, parent: 1, kind: SERVER, of: "reviews" },
      { id: 3, parent: 2, kind: CLIENT, of: "reviews", calls: "ratings" },
      { id: 3, parent: 2, kind: SERVER, of: "ratings" },
    ]);
    expect(edges()).toEqual({ "? -> web": 1, "web -> reviews": 1, "reviews -> ratings": 1 });
  });

  test("when only the callee's side is traced, from whoever is its parent", () => {
    const { add, edges } = setUp();
    add([
      { id: 1, kind: SERVER, of: "gateway" },
      { id: 2, parent: 1, kind: SERVER, of: "web" },
    ]);
    expect(edges()).toEqual({ "? -> gateway": 1, "gateway -> web": 1 });
  });

  test("when only the caller's side is traced, to whom its cluster names", () => {
    const { add, edges, rows } = setUp();
    add([{ id: 2, parent: 1, kind: CLIENT, of: "web", calls: "redis" }]);
    expect(edges()).toEqual({ "web -> redis": 1 });
    expect(rows()[0]).toMatchObject({ destinationHost: "redis.shop", estimated: true, origin: "span" });
  });

  test("a gateway with a span for each side is one node", () => {
    const { add, edges } = setUp();
    add([
      { id: 1, kind: SERVER, of: "gateway" },
      { id: 2, parent: 1, kind: CLIENT, of: "gateway", calls: "web" },
      { id: 3, parent: 2, kind: SERVER, of: "web" },
    ]);
    expect(edges()).toEqual({ "? -> gateway": 1, "gateway -> web": 1 });
  });

  test("retries by the application are requests, retries by the proxy are not", () => {
    const { add, edges } = setUp();
    add([
      { id: 1, kind: SERVER, of: "web" },
      { id: 2, parent: 1, kind: CLIENT, of: "web", calls: "reviews" },
      { id: 3, parent: 1, kind: CLIENT, of: "web", calls: "reviews" },
      { id: 4, parent: 3, kind: SERVER, of: "reviews" },
      { id: 5, parent: 3, kind: SERVER, of: "reviews" },
    ]);
    expect(edges()).toEqual({ "? -> web": 1, "web -> reviews": 2 });
  });

  test("a proxy that calls itself is an edge to itself", () => {
    const { add, edges } = setUp();
    add([
      { id: 1, kind: CLIENT, of: "web", calls: "web" },
      { id: 2, parent: 1, kind: SERVER, of: "web" },
    ]);
    expect(edges()).toEqual({ "web -> web": 1 });
  });

  test("a client that names nobody and reaches nobody seen makes no edge", () => {
    const { add, edges, join } = setUp();
    add([{ id: 1, kind: CLIENT, of: "job" }]);
    expect(edges()).toEqual({});
    expect(join.unplaced).toBe(1);
  });

  test("spans of other traces with the same span id are strangers", () => {
    const { add, edges } = setUp();
    add([
      { id: 1, kind: CLIENT, of: "web", trace: 1 },
      { id: 2, parent: 1, kind: SERVER, of: "reviews", trace: 2 },
    ]);
    expect(edges()).toEqual({ "? -> reviews": 1 });
  });
});

describe("the window", () => {
  test("joins spans 11 s apart whichever comes first, and decides each once", () => {
    const caller: Made = { id: 1, kind: CLIENT, of: "web", calls: "reviews" };
    const callee: Made = { id: 2, parent: 1, kind: SERVER, of: "reviews-v2" };
    for (const [first, second] of [
      [caller, callee],
      [callee, caller],
    ] as const) {
      const { add, join, edges } = setUp();
      add([first], T0);
      join.expire(T0 + 11_000);
      add([second], T0 + 11_000);
      join.expire(T0 + 13_000);
      join.expire(T0 + 60_000);
      expect(join.pending).toBe(0);
      expect(edges()).toEqual({ "web -> reviews-v2": 1 });
    }
  });

  test("is bounded: beyond its size the oldest are decided early, none is lost", () => {
    const { add, join, edges } = setUp(64);
    for (let i = 1; i <= 500; i++) add([{ id: i, kind: CLIENT, of: "web", calls: "reviews" }]);
    expect(join.pending).toBeLessThanOrEqual(64);
    expect(join.cutShort).toBe(436);
    expect(edges()).toEqual({ "web -> reviews": 500 });
  });

  test("keeps every span while it grows", () => {
    const { add, edges } = setUp();
    const spans = Array.from({ length: 40_000 }, (_, i): Made[] => [
      { id: 2 * i + 1, kind: CLIENT, of: "web", calls: "x" },
      { id: 2 * i + 2, parent: 2 * i + 1, kind: SERVER, of: `w${i % 3}` },
    ]);
    add(spans.flat());
    const counts = edges();
    expect(counts["web -> w0"]).toBe(13_334);
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(40_000);
  });

  test("forgets a request that is taken back", () => {
    const { join, facts, edges, add } = setUp();
    join.add(facts({ id: 7, kind: CLIENT, of: "bad", calls: "x" }), T0);
    join.rollback();
    add([{ id: 8, kind: CLIENT, of: "good", calls: "x" }]);
    expect(edges()).toEqual({ "good -> x": 1 });
  });
});
