import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { EdgeSample } from "../../model/edge-sample";
import { UNKNOWN_PEER } from "../../model/workload";
import { MemorySink } from "../memory-sink.test-support";
import { EdgeBuckets } from "./edge-buckets";
import { EdgeFlusher } from "./edge-flusher";
import { EdgeTables } from "./edge-tables";
import { emptySpanFacts } from "./span-facts";
import { SpanJoin } from "./span-join";

const T0 = 1_780_000_000_000;

const sample = (count: number): EdgeSample => ({
  source: { ...UNKNOWN_PEER, workload: "web" },
  destination: { ...UNKNOWN_PEER, workload: "db" },
  destinationHost: "",
  protocol: "tcp",
  code: "",
  flags: "",
  mtls: "unknown",
  sourcePrincipal: "",
  destinationPrincipal: "",
  reporter: "source",
  origin: "envoy",
  estimated: false,
  count,
  latency: [],
  latencySumMs: 0,
  bytesSent: 0,
  bytesReceived: 0,
});

describe("the edge flusher", () => {
  let folder = "";
  let sink: MemorySink;
  let nowMs = T0;
  const flushed: number[] = [];

  function setUp() {
    const tables = new EdgeTables();
    const buckets = new EdgeBuckets(tables, "local");
    const spanJoin = new SpanJoin(buckets, tables);
    const flusher = new EdgeFlusher({
      buckets,
      join: spanJoin,
      tables,
      sink,
      log: pino({ level: "silent" }),
      leftoverPath: join(folder, "edges.json"),
      onFlushed: (untilMs) => flushed.push(untilMs),
      now: () => nowMs,
    });
    return { tables, buckets, spanJoin, flusher };
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "heddle-flusher-"));
    sink = new MemorySink();
    nowMs = T0;
    flushed.length = 0;
  });
  afterEach(() => rm(folder, { recursive: true }));

  const total = () => sink.edges.reduce((sum, row) => sum + row.count, 0);

  test("stores ended buckets, keeps the open one, and says up to when all is stored", async () => {
    const { buckets, flusher } = setUp();
    buckets.add(sample(1), T0 - 1);
    buckets.add(sample(2), T0 + 1);
    await flusher.flush();
    expect(total()).toBe(1);
    expect(flushed).toEqual([T0 - 12_000]);
    nowMs = T0 + 5000;
    await flusher.flush();
    expect(total()).toBe(3);
  });

  test("keeps rows while the store is away, each batch under one token, and stores them once", async () => {
    const { buckets, flusher } = setUp();
    sink.mode = "down";
    buckets.add(sample(1), T0 - 1);
    await flusher.flush();
    buckets.add(sample(2), T0 - 1);
    await flusher.flush();
    expect(flusher).toMatchObject({ waitingRows: 2, storeError: expect.stringContaining("down") });
    expect(flushed).toEqual([]);
    sink.mode = "up";
    await Promise.all([flusher.flush(), flusher.flush()]);
    expect(total()).toBe(3);
    expect(flusher).toMatchObject({ waitingRows: 0, storeError: "" });
  });

  test("drops and counts rows the store refuses for good", async () => {
    const { buckets, flusher } = setUp();
    sink.mode = "refuses";
    buckets.add(sample(1), T0 - 1);
    await flusher.flush();
    expect(flusher.stats.refusedRows).toBe(1);
    expect(flusher.waitingRows).toBe(0);
  });

  test("closed decides every span and leaves what the store does not take for the next start", async () => {
    const first = setUp();
    first.spanJoin.add(
      {
        ...emptySpanFacts(),
        kind: 2,
        spanLow: 1,
        traceLow: 1,
        endMs: T0,
        peer: first.tables.peers.idOf({ ...UNKNOWN_PEER, workload: "web" }),
        outcome: first.tables.outcomes.idOf("http", "200", ""),
      },
      T0,
    );
    first.spanJoin.commit();
    first.buckets.add(sample(4), T0 + 1);
    sink.mode = "down";
    await first.flusher.close();
    expect(total()).toBe(0);
    sink.mode = "up";
    const second = setUp();
    await second.flusher.start();
    await second.flusher.close();
    expect(total()).toBe(5);
    expect(await readdir(folder)).toEqual([]);
  });
});
