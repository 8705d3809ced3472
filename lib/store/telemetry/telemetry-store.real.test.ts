import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sql, sql } from "./sql";
import { edgeRow, latencyAt, peer } from "./testing/edge-row";
import { TestStore } from "./testing/open-test-store";
import type { TestSpan } from "./testing/span-writer";

let test: TestStore;
beforeAll(async () => {
  test = await TestStore.open();
});
afterAll(() => test.close());

/** A minute and an hour that are surely still kept. */
const hourMs = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 3_600_000;

async function one<T>(query: Sql): Promise<T | undefined> {
  return (await test.reader.rows<T>(query))[0];
}

function span(i: number, more: Partial<TestSpan> = {}): TestSpan {
  const id = i.toString(16).padStart(16, "0");
  return {
    traceId: id.padStart(32, "a"),
    spanId: id,
    startNs: `${hourMs + i}000000`,
    durationNs: 1_000_000,
    service: "reviews",
    ...more,
  };
}

describe("edges", () => {
  it("add up in the rolled-up tables, histogram by histogram", async () => {
    const mesh = "roll-up";
    const rows = [0, 5_000, 55_000, 60_000].map((offset) => edgeRow(hourMs + offset, { mesh }));
    await test.store.insertEdges(rows, "roll-1");
    await test.store.insertEdges([edgeRow(hourMs, { mesh, latency: latencyAt(7, 10) })], "roll-2");
    const minutes = await test.reader.rows(
      sql`SELECT toInt32(toUnixTimestamp(bucket) - ${hourMs / 1000}) AS at, sum(count) AS n, sumMap(latency) AS latency FROM edges_1m WHERE mesh = ${mesh} GROUP BY bucket ORDER BY at`,
    );
    expect(minutes).toEqual([
      { at: 0, n: 40, latency: { "5": 30, "7": 10 } },
      { at: 60, n: 10, latency: { "5": 10 } },
    ]);
    expect(await one(sql`SELECT sum(count) AS n, sum(bytesReceived) AS b FROM edges_1h WHERE mesh = ${mesh}`)).toEqual({
      n: 50,
      b: 5000,
    });
  });

  it("count once however often the same token comes, in every table", async () => {
    const mesh = "once";
    const rows = Array.from({ length: 500 }, (_, i) => edgeRow(hourMs, { mesh, destination: peer(`d${i}`) }));
    await test.store.insertEdges(rows, "once-1");
    await test.store.insertEdges(rows, "once-1");
    for (const table of [sql`edges_5s`, sql`edges_1m`, sql`edges_1h`]) {
      expect(await one(sql`SELECT sum(count) AS n FROM ${table} WHERE mesh = ${mesh}`)).toEqual({ n: 5000 });
    }
    await test.store.insertEdges(rows, "once-2");
    expect(await one(sql`SELECT sum(count) AS n FROM edges_1h WHERE mesh = ${mesh}`)).toEqual({ n: 10_000 });
  });

  it("keep one identity for all rows that differ in figures only", async () => {
    const mesh = "identity";
    await test.store.insertEdges([edgeRow(hourMs, { mesh }), edgeRow(hourMs + 5000, { mesh, count: 3 })], "id-1");
    await test.store.insertEdges([edgeRow(hourMs, { mesh, code: "503", flags: "UH" })], "id-2");
    const rows = await test.reader.rows(
      sql`SELECT code, flags, destinationWorkload AS w FROM edge_identities FINAL WHERE mesh = ${mesh} ORDER BY code`,
    );
    expect(rows).toEqual([
      { code: "200", flags: "", w: "reviews-v1" },
      { code: "503", flags: "UH", w: "reviews-v1" },
    ]);
  });
});

describe("spans", () => {
  it("are stored once however often the same file comes", async () => {
    const path = await test.writer.write(Array.from({ length: 1000 }, (_, i) => span(i, { mesh: "once" })));
    await test.store.insertSpans({ path, token: "file-1" });
    await test.store.insertSpans({ path, token: "file-1" });
    expect(await one(sql`SELECT toUInt32(count()) AS n FROM spans WHERE mesh = 'once'`)).toEqual({ n: 1000 });
    await test.store.insertSpans({ path, token: "file-2" });
    expect(await one(sql`SELECT toUInt32(count()) AS n FROM spans WHERE mesh = 'once'`)).toEqual({ n: 2000 });
  });

  it("may spread over more hours than ClickHouse takes by default", async () => {
    const hours = Array.from({ length: 150 }, (_, i) =>
      span(i, { mesh: "spread", startNs: `${hourMs - i * 900_000}000000` }),
    );
    await test.insertSpans(hours);
    expect(await one(sql`SELECT toUInt32(count()) AS n FROM spans WHERE mesh = 'spread'`)).toEqual({ n: 150 });
  });

  it("leave the bounds of their trace, also when they come apart", async () => {
    const mesh = "bounds";
    await test.insertSpans([span(1, { mesh, startNs: `${hourMs + 500}000000` })]);
    await test.insertSpans([
      span(1, { mesh, spanId: "b".repeat(16), startNs: `${hourMs}000000`, durationNs: 5_000_000 }),
    ]);
    const bounds = await one(
      sql`SELECT toString(toUnixTimestamp64Milli(min(start)) - ${hourMs}) AS a, toString(toUnixTimestamp64Milli(max(end)) - ${hourMs}) AS b FROM traces WHERE mesh = ${mesh}`,
    );
    expect(bounds).toEqual({ a: "0", b: "501" });
  });

  it("that cannot be read are refused for good, and the next file is stored", async () => {
    const path = join(test.dataDir, "broken.native");
    writeFileSync(path, Buffer.from("this is no block of rows"));
    const refused = test.store.insertSpans({ path, token: "broken" });
    await expect(refused).rejects.toMatchObject({ code: "invalid_input" });
    await test.insertSpans([span(1, { mesh: "after-broken" })]);
    expect(await one(sql`SELECT toUInt32(count()) AS n FROM spans WHERE mesh = 'after-broken'`)).toEqual({ n: 1 });
    expect(test.store.status()).toMatchObject({ engine: "chdb", ok: true });
  });

  it("of a truncated file are refused for good", async () => {
    const { readFileSync } = await import("node:fs");
    const whole = readFileSync(
      await test.writer.write(Array.from({ length: 100 }, (_, i) => span(i, { mesh: "cut" }))),
    );
    const path = join(test.dataDir, "cut.native");
    writeFileSync(path, whole.subarray(0, whole.length / 2));
    await expect(test.store.insertSpans({ path, token: "cut" })).rejects.toMatchObject({ code: "invalid_input" });
    expect(await one(sql`SELECT toUInt32(count()) AS n FROM spans WHERE mesh = 'cut'`)).toEqual({ n: 0 });
  });
});

describe("a second opener", () => {
  it("is told who holds the folder", async () => {
    const second = TestStore.open({ dataDir: test.dataDir });
    await expect(second).rejects.toMatchObject({
      code: "unavailable",
      why: expect.stringContaining("in use by process"),
    });
  });
});

describe("time to live", () => {
  it("follows the settings when the store is opened with others", async () => {
    const ttl = async (table: string) =>
      (
        await one<{ t: string }>(
          sql`SELECT create_table_query AS t FROM system.tables WHERE database = 'heddle' AND name = ${table}`,
        )
      )?.t;
    expect(await ttl("spans")).toContain("toIntervalMinute(2880)");
    expect(await ttl("edges_1h")).toContain("toIntervalMinute(43200)");
    expect(await ttl("edges_5s")).toContain("toIntervalMinute(1440)");
  });
});
