import { afterAll, beforeAll, expect, it } from "vitest";
import { sql } from "./sql";
import { edgeRow } from "./testing/edge-row";
import { TestStore } from "./testing/open-test-store";

const HOUR_MS = 3_600_000;
const nowHourMs = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
let test: TestStore;

beforeAll(async () => {
  test = await TestStore.open({ sizeCheckMs: 3_600_000 });
});
afterAll(() => test.close());

/** Spans of one hour that do not compress: about 100 bytes of random text each. */
async function fillHour(hoursAgo: number, rows: number): Promise<void> {
  const path = await test.writer.select(`SELECT 'local' AS mesh,
    CAST(reinterpretAsFixedString(rand64()) || reinterpretAsFixedString(rand64(1)), 'FixedString(16)') AS traceId,
    CAST(reinterpretAsFixedString(rand64(2)), 'FixedString(8)') AS spanId, CAST('', 'FixedString(8)') AS parentSpanId,
    fromUnixTimestamp64Milli(${nowHourMs - hoursAgo * HOUR_MS} + number % 3000000, 'UTC') AS startTime, 1 AS durationNs,
    2 AS kind, 0 AS status, 1 AS flags, 'svc' AS service, '' AS namespace, '' AS workload, 'op' AS name, '' AS peer,
    '' AS code, randomString(100) AS statusMessage, '' AS traceState, map() AS attributes, '' AS attributeTypes,
    '' AS resource, '' AS scope, '' AS events, '' AS links, '' AS dropped FROM numbers(${rows})`);
  await test.store.insertSpans({ path, token: `hour-${hoursAgo}` });
}

async function spansByHour(): Promise<Record<string, number>> {
  const rows = await test.reader.rows<{ ago: number; n: number }>(
    sql`SELECT intDiv(${nowHourMs / 1000} - toUnixTimestamp(toStartOfHour(startTime)), 3600) AS ago, toUInt32(count()) AS n FROM spans GROUP BY ago`,
  );
  return Object.fromEntries(rows.map((row) => [Number(row.ago), row.n]));
}

it("drops the oldest hours first, counts them, and spares the newest and the edges", async () => {
  for (const hoursAgo of [0, 3, 5, 1]) await fillHour(hoursAgo, 10_000);
  await test.store.insertEdges([edgeRow(nowHourMs)], "edges");
  await test.store.checkSize();
  const full = test.store.status().bytes;
  expect(full).toBeGreaterThan(4_000_000);
  expect(test.store.status().droppedPartitions).toBe(0);

  const maxBytes = full * 0.6;
  await test.store.checkSize(maxBytes);
  expect(await spansByHour()).toEqual({ 0: 10_000, 1: 10_000 });
  const status = test.store.status();
  expect(status.droppedPartitions).toBe(3);
  expect(status.bytes).toBeLessThanOrEqual(maxBytes);
  expect(status.droppedBytes).toBeGreaterThan(full * 0.4);
  expect(await test.reader.rows(sql`SELECT sum(count) AS n FROM edges_5s`)).toEqual([{ n: 10 }]);
});

it("drops the oldest part of the last hour when that alone is too much", async () => {
  const path = (i: number) =>
    test.writer.select(`SELECT * FROM file('${test.dataDir}/spans-1.native', 'Native') LIMIT ${5000 + i}`);
  for (let i = 0; i < 3; i++) await test.store.insertSpans({ path: await path(i), token: `last-${i}` });
  await test.store.checkSize(1);
  expect(await spansByHour()).toEqual({});
  await test.insertSpans([
    { traceId: "a".repeat(32), spanId: "b".repeat(16), startNs: `${nowHourMs}000000`, durationNs: 1, service: "after" },
  ]);
  expect(await spansByHour()).toEqual({ 0: 1 });
});
