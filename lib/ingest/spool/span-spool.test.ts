import { appendFile, copyFile, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { SpanBlock } from "../block/span-block";
import { StringTable } from "../block/string-table";
import { EdgeTables } from "../edges/edge-tables";
import { MemorySink } from "../memory-sink.test-support";
import { encodeTraceJson } from "../otlp/encode-trace-json";
import { TraceDecoder } from "../otlp/trace-decoder";
import { RunMarker } from "./run-marker";
import { SpanSpool } from "./span-spool";

const log = pino({ level: "silent" });

/** Pieces of a block with one span for each name. */
function block(...names: string[]): [Buffer[], number] {
  const strings = new StringTable();
  const made = new SpanBlock(strings);
  const spans = names.map((name, i) => ({
    traceId: "1".repeat(32),
    spanId: String(i + 1).padStart(16, "0"),
    name,
    startTimeUnixNano: `${BigInt(Date.now()) * 1_000_000n}`,
  }));
  const body = encodeTraceJson({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
  const context = { mesh: "local", nowMs: Date.now(), oldestMs: Date.now() - 1e6, onSpan: () => {} };
  new TraceDecoder(strings, new EdgeTables()).decode(body, made, context);
  return [made.encode().map((piece) => Buffer.from(piece)), names.length];
}

describe("the spool", () => {
  let folder = "";
  let sink: MemorySink;
  const open = (more: object = {}) => new SpanSpool({ folder, sink, log, maxAgeMs: 50, ...more });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "heddle-spool-"));
    sink = new MemorySink();
  });
  afterEach(() => rm(folder, { recursive: true }));

  const files = async () => (await readdir(folder)).filter((name) => name !== "refused");

  test("hands what is written to the store within its age and leaves no file", async () => {
    const spool = open();
    await spool.start();
    await spool.append(...block("a", "b"));
    await spool.append(...block("c"));
    await vi.waitFor(() => expect(sink.names).toEqual(["a", "b", "c"]));
    await vi.waitFor(async () => expect(await files()).toEqual([]));
    expect(spool.stats).toMatchObject({ storedSpans: 3, storedSegments: 1 });
    await spool.close();
  });

  test("keeps order and loses nothing under many writes at once", async () => {
    const spool = open({ maxAgeMs: 1, maxSegmentBytes: 5000 });
    await spool.start();
    const names = Array.from({ length: 200 }, (_, i) => `s${i}`);
    await Promise.all(names.map((name) => spool.append(...block(name))));
    await spool.close();
    expect(sink.names).toEqual(names);
    expect(sink.tokens.length).toBeGreaterThan(1);
  });

  test("waits for a store that is away, says why, and goes on by itself", async () => {
    sink.mode = "down";
    const spool = open();
    await spool.start();
    await spool.append(...block("a"));
    await vi.waitFor(() => expect(spool.storeError).toMatch(/down/));
    expect(spool.pendingSpans).toBe(1);
    sink.mode = "up";
    await vi.waitFor(() => expect(sink.names).toEqual(["a"]), { timeout: 3000 });
    await vi.waitFor(() => expect(spool.storeError).toBe(""));
    await spool.close();
  });

  test("is full when too much waits", async () => {
    sink.mode = "down";
    const spool = open({ maxBytes: 500 });
    await spool.start();
    expect(spool.full).toBe(false);
    await spool.append(...block("a", "b"));
    expect(spool.full).toBe(true);
    sink.mode = "up";
    await vi.waitFor(() => expect(spool.full).toBe(false), { timeout: 3000 });
    await spool.close();
  });

  test("sets aside what the store refuses for good, and goes on with the next", async () => {
    sink.mode = "refuses";
    const spool = open();
    await spool.start();
    await spool.append(...block("poison"));
    await vi.waitFor(() => expect(spool.stats.setAsideSpans).toBe(1));
    sink.mode = "up";
    await spool.append(...block("good"));
    await spool.close();
    expect(sink.names).toEqual(["good"]);
    expect(await readdir(join(folder, "refused"))).toHaveLength(1);
  });

  test("left behind by a killed process is stored by the next one, without its torn tail", async () => {
    sink.mode = "down";
    const dead = open({ maxAgeMs: 1e9 });
    await dead.start();
    await dead.append(...block("a"));
    await dead.append(...block("b"));
    // The process dies here, inside a third write.
    const [left] = (await files()).filter((name) => name.endsWith(".native"));
    await appendFile(join(folder, left ?? ""), (block("torn")[0][1] as Buffer).subarray(0, 3));
    sink.mode = "up";
    const next = open();
    await next.start();
    await next.close();
    expect(sink.names).toEqual(["a", "b"]);
    expect(next.stats.recoveredSpans).toBe(2);
    expect(await files()).toEqual([]);
  });

  test("does not store twice what was stored just before the kill", async () => {
    const dead = open();
    await dead.start();
    await dead.append(...block("a"));
    const saved = join(folder, "..", `${folder.split("/").pop()}-saved`);
    const [left] = (await files()).filter((name) => name.endsWith(".native"));
    const [mark] = (await files()).filter((name) => name.endsWith(".len"));
    await copyFile(join(folder, left ?? ""), `${saved}.native`);
    await copyFile(join(folder, mark ?? ""), `${saved}.len`);
    await dead.close();
    expect(sink.names).toEqual(["a"]);
    await copyFile(`${saved}.native`, join(folder, left ?? ""));
    await copyFile(`${saved}.len`, join(folder, mark ?? ""));
    const next = open();
    await next.start();
    await next.close();
    expect(sink.names).toEqual(["a"]);
    await rm(`${saved}.native`);
    await rm(`${saved}.len`);
  });

  test("closed while the store is away keeps its spans for the next start", async () => {
    sink.mode = "down";
    const spool = open();
    await spool.start();
    await spool.append(...block("a"));
    await spool.close(50);
    sink.mode = "up";
    const next = open();
    await next.start();
    await next.close();
    expect(sink.names).toEqual(["a"]);
  });
});

describe("the run marker", () => {
  test("says what may be lost only after an unclean end", async () => {
    const folder = await mkdtemp(join(tmpdir(), "heddle-marker-"));
    const path = join(folder, "deep", "run.json");
    let now = Date.parse("2026-06-01T12:00:00Z");
    const first = new RunMarker(path, () => now);
    expect(await first.begin(0)).toBe("");
    await first.endClean();
    now += 10_000;
    const second = new RunMarker(path, () => now);
    expect(await second.begin(0)).toBe("");
    now += 5000;
    second.flushed(now);
    await vi.waitFor(async () => expect(JSON.parse(await readFile(path, "utf8"))).toMatchObject({ flushedAtMs: now }));
    const third = new RunMarker(path, () => now + 3000);
    expect(await third.begin(7)).toMatch(
      /between 2026-06-01T12:00:15.000Z and 2026-06-01T12:00:18.000Z.* 7 acknowledged spans/,
    );
    await rm(folder, { recursive: true });
  });
});
