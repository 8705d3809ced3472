import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MemoryMesh } from "../changes/testing/memory-mesh";
import { SharedResults } from "../identity/shared-results";
import type { EdgeRow } from "../model/edge-sample";
import { UNKNOWN_PEER } from "../model/workload";
import { ownMetricsSource } from "../sources/own-metrics-source";
import { connectTelemetry } from "../store/telemetry/connect";
import { edgeRow, peer } from "../store/telemetry/testing/edge-row";
import { TestStore } from "../store/telemetry/testing/open-test-store";
import { plaintextRecord } from "./plaintext-record";

const SEC = 1000;
const HOUR = 3600 * SEC;
const DAY_SEC = 86_400;

describe("the record of plaintext in a real store", () => {
  let test: TestStore;
  let meshes = 0;
  beforeAll(async () => {
    test = await TestStore.open();
  });
  afterAll(() => test.close());

  /** Writes rows of a mesh of their own and reads its record at `nowMs`. */
  async function recordOf(
    rows: readonly Partial<EdgeRow>[],
    { windowSec = DAY_SEC, nowMs = Date.now(), client = test.reader, readings = null as string | null } = {},
  ) {
    const mesh = `mesh-${++meshes}`;
    const whole = rows.map((row) => ({ ...edgeRow(row.bucketMs ?? nowMs), ...row, mesh }));
    for (const [i, row] of whole.entries()) {
      const bucketMs = Math.floor(row.bucketMs / 5000) * 5000;
      await test.store.insertEdges([{ ...row, bucketMs }], `${mesh}-${i}`);
    }
    const now = () => nowMs;
    const metrics = ownMetricsSource({ client, now });
    const handle = { name: mesh, port: new MemoryMesh(), metrics, traces: {} as never };
    const reads = { shared: new SharedResults(now), now };
    const unread = new Map<string, string>();
    const proxyReadings = async () => ({ error: readings, unread });
    return plaintextRecord(readings === null ? reads : { ...reads, proxyReadings }, handle, windowSec);
  }
  const callers = async (...args: Parameters<typeof recordOf>) =>
    (await recordOf(...args)).flows.map(
      ({ caller, callee, seenWithinSec }) => `${caller.name || "?"} > ${callee.workload} ${seenWithinSec}`,
    );
  /** keeps the record fresh without being plaintext */
  const fresh = (nowMs = Date.now()): Partial<EdgeRow> => ({ bucketMs: nowMs - 10 * SEC, mtls: "mutual_tls" });

  it("holds a caller that was seen once, in the oldest minute of the window or the newest second, in any table", async () => {
    const now = Date.now();
    const at = (agoMs: number) => callers([fresh(now), { bucketMs: now - agoMs, count: 1 }], { nowMs: now });
    expect(await at(24 * HOUR - 90 * SEC)).toEqual(["web-v1 > reviews-v1 86400"]);
    expect(await at(23 * HOUR + 30 * 60 * SEC)).toEqual(["web-v1 > reviews-v1 86400"]);
    expect(await at(59 * 60 * SEC)).toEqual(["web-v1 > reviews-v1 3600"]);
    expect(await at(9 * 60 * SEC)).toEqual(["web-v1 > reviews-v1 600"]);
    expect(await at(30 * SEC)).toEqual(["web-v1 > reviews-v1 60"]);
    expect(await at(0)).toEqual(["web-v1 > reviews-v1 60"]);
    expect(await at(26 * HOUR)).toEqual([]);
  });

  it("holds one that a collector with a faster clock has written into our future", async () => {
    const now = Date.now();
    expect(await callers([fresh(now), { bucketMs: now + 20 * 60 * SEC, count: 1 }], { nowMs: now })).toEqual([
      "web-v1 > reviews-v1 60",
    ]);
  });

  it("reaches back over weeks out of the tables of minutes and hours", async () => {
    const now = Date.now();
    const week = { windowSec: 14 * DAY_SEC, nowMs: now };
    expect(await callers([fresh(now), { bucketMs: now - 13 * 24 * HOUR }], week)).toEqual([
      `web-v1 > reviews-v1 ${14 * DAY_SEC}`,
    ]);
    expect(await callers([fresh(now), { bucketMs: now - 20 * SEC }], week)).toEqual(["web-v1 > reviews-v1 60"]);
  });

  it("holds a caller whichever source saw it: its proxy, the callee's, its listener alone, or Istio's", async () => {
    const nobody = { source: UNKNOWN_PEER, bucketMs: Date.now() - 20 * SEC };
    expect(await callers([{ ...nobody, reporter: "source", source: peer("web") }])).toEqual(["web-v1 > reviews-v1 60"]);
    expect(await callers([{ ...nobody, reporter: "destination" }])).toEqual(["? > reviews-v1 60"]);
    expect(await callers([fresh(), { ...nobody, reporter: "inbound" }])).toEqual(["? > reviews-v1 60"]);
    expect(await callers([fresh(), { ...nobody, reporter: "inbound", protocol: "tcp", code: "" }])).toEqual([
      "? > reviews-v1 60",
    ]);
    const istio = { origin: "istio", reporter: "destination", source: peer("legacy") } as const;
    expect(await callers([{ ...nobody, ...istio }])).toEqual(["legacy-v1 > reviews-v1 60"]);
  });

  it("says that nothing is on record, that the newest is old, and that a source is away: silence is never nobody", async () => {
    const now = Date.now();
    expect((await recordOf([])).gaps).toEqual(["No traffic at all is on record in the last 24 hours."]);
    const old = await recordOf([{ bucketMs: now - 10 * 60 * SEC, mtls: "mutual_tls" }], { nowMs: now });
    expect(old.gaps).toEqual(["The newest traffic on record is 10 minutes old."]);
    const ahead = await recordOf([fresh(now)], { nowMs: now + 2 * HOUR });
    expect(ahead.gaps).toEqual(["The newest traffic on record is 2 hours old."]);
    const client = connectTelemetry({ url: "http://127.0.0.1:1", token: "x" });
    const away = await recordOf([], { client });
    expect(away.gaps[0]).toMatch(/^Traffic cannot be read now: /);
    await client.close();
    const blind = await recordOf([fresh()], { readings: "The collector does not answer: refused" });
    expect(blind.gaps).toEqual(["The collector does not answer: refused"]);
    expect((await recordOf([fresh()])).gaps).toEqual([]);
  });

  it("knows how much of its window has traffic on record", async () => {
    const now = Date.now();
    const hours = (count: number) =>
      Array.from({ length: count * 12 }, (_, i) => ({ bucketMs: now - i * 300 * SEC - 10 * SEC, count: 1 }));
    const { coveredSec } = await recordOf(hours(3), { nowMs: now });
    expect(coveredSec).toBeGreaterThanOrEqual(3 * 3600 - 600);
    expect(coveredSec).toBeLessThanOrEqual(3 * 3600 + 1200);
  });
});
