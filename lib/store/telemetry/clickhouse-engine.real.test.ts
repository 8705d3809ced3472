import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readEnv } from "../../env";
import { connectTelemetry } from "./connect";
import { openTelemetryStore, type TelemetryStore } from "./open-telemetry-store";
import { sql } from "./sql";
import type { TelemetryReader } from "./telemetry-reader";
import { ChdbHttpServer } from "./testing/chdb-http-server";
import { edgeRow } from "./testing/edge-row";

/** A real server when CLICKHOUSE_URL names one, else chDB behind the same HTTP interface. */
const { clickhouseUrl } = readEnv();
const mesh = `test-${Date.now()}`;
let server: ChdbHttpServer | null = null;
let store: TelemetryStore;
let reader: TelemetryReader;
let dataDir: string;

const open = (url: string) =>
  openTelemetryStore({
    dataDir,
    clickhouseUrl: url,
    spanRetentionHours: 48,
    edgeRetentionDays: 30,
    storeMaxBytes: 1e12,
  });

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "heddle-collector-"));
  server = clickhouseUrl ? null : await ChdbHttpServer.start();
  const url = clickhouseUrl ?? server?.url ?? "";
  // Twice: the second opener finds the tables in place.
  await (await open(url)).close();
  store = await open(url);
  reader = connectTelemetry({ url });
});
afterAll(async () => {
  await reader.close();
  await store.close();
  await server?.close();
  rmSync(dataDir, { recursive: true, force: true });
});

it("stores edges once a token, and rolls them up", async () => {
  const rows = [edgeRow(Date.now(), { mesh }), edgeRow(Date.now(), { mesh, code: "500" })];
  await store.insertEdges(rows, `${mesh}-1`);
  await store.insertEdges(rows, `${mesh}-1`);
  await store.insertEdges(rows, `${mesh}-2`);
  for (const table of [sql`edges_5s`, sql`edges_1m`, sql`edges_1h`]) {
    expect(await reader.rows(sql`SELECT sum(count) AS n FROM ${table} WHERE mesh = ${mesh}`)).toEqual([{ n: 40 }]);
  }
  expect(store.status()).toMatchObject({ engine: "clickhouse", ok: true });
});

it("streams a span file into the server, and reads it back", async () => {
  const columns = `'${mesh}' AS mesh, CAST('abcdefghijklmnop', 'FixedString(16)') AS traceId,
    CAST('12345678', 'FixedString(8)') AS spanId, CAST('', 'FixedString(8)') AS parentSpanId,
    now64(9, 'UTC') AS startTime, toUInt64(7) AS durationNs, toUInt8(2) AS kind, toUInt8(0) AS status, toUInt32(1) AS flags,
    'svc' AS service, '' AS namespace, '' AS workload, 'op' AS name, '' AS peer, '' AS code, '' AS statusMessage,
    '' AS traceState, CAST(map('k', 'v'), 'Map(LowCardinality(String), String)') AS attributes, '' AS attributeTypes,
    '' AS resource, '' AS scope, '' AS events, '' AS links, '' AS dropped`;
  const path = join(dataDir, "spans.native");
  writeFileSync(path, await nativeOf(`SELECT ${columns}`));
  await store.insertSpans({ path, token: `${mesh}-spans` });
  await store.insertSpans({ path, token: `${mesh}-spans` });
  const spans = await reader.rows(sql`SELECT service, attributes, durationNs FROM spans WHERE mesh = ${mesh}`);
  expect(spans).toEqual([{ service: "svc", attributes: { k: "v" }, durationNs: "7" }]);
});

it("leaves reads to the server: the collector's endpoint says so", async () => {
  const { createServer } = await import("node:http");
  const endpoint = createServer(store.readHandler("a-token-of-thirty-two-characters"));
  await new Promise<void>((resolve) => {
    endpoint.listen(0, "127.0.0.1", resolve);
  });
  const address = endpoint.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const asking = connectTelemetry({ url: `http://127.0.0.1:${port}`, token: "a-token-of-thirty-two-characters" });
  await expect(asking.rows(sql`SELECT 1`)).rejects.toMatchObject({ why: expect.stringContaining("ClickHouse server") });
  await asking.close();
  endpoint.close();
});

it("says what is wrong when the server cannot be reached", async () => {
  await expect(open("http://127.0.0.1:1")).rejects.toMatchObject({ code: "unavailable" });
});

/** The answer of a select in `Native` format. */
async function nativeOf(query: string): Promise<Buffer> {
  const url = clickhouseUrl ?? server?.url ?? "";
  const answer = await fetch(url, { method: "POST", body: `${query} FORMAT Native` });
  return Buffer.from(await answer.arrayBuffer());
}
