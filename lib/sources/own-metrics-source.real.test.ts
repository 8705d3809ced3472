import { expect, it } from "vitest";
import { connectTelemetry } from "@/lib/store/telemetry/connect";
import { edgeRow } from "@/lib/store/telemetry/testing/edge-row";
import { TestStore } from "@/lib/store/telemetry/testing/open-test-store";
import { ownMetricsSource } from "./own-metrics-source";
import { describeMetricsSource } from "./testing/metrics-source-contract";

let feeds = 0;

describeMetricsSource("own store through the collector's read endpoint", async () => {
  const test = await TestStore.open();
  return {
    source: ownMetricsSource({ client: test.reader }),
    feed: (rows) => test.store.insertEdges(rows, `feed-${++feeds}`),
    close: () => test.close(),
  };
});

it("reads windows older than the 5 s rows from coarser tables, aligned to these", async () => {
  const test = await TestStore.open();
  try {
    const day = 86_400_000;
    const at = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 3 * day;
    await test.store.insertEdges([edgeRow(at + 61_000), edgeRow(at + 130_000)], "old");
    const source = ownMetricsSource({ client: test.reader });
    const window = { mesh: "local", namespaces: null };
    const minutes = await source.edgeSamples({ ...window, fromMs: at + 65_000, toMs: at + 130_000 });
    expect([minutes.fromMs - at, minutes.toMs - at]).toEqual([60_000, 120_000]);
    expect(minutes.samples.map((sample) => sample.count)).toEqual([10]);
    const hours = ownMetricsSource({ client: test.reader, now: () => Date.now() + 20 * day });
    const old = await hours.edgeSamples({ ...window, fromMs: at + 65_000, toMs: at + 130_000 });
    expect([old.fromMs - at, old.toMs - at]).toEqual([0, 3_600_000]);
    expect(old.samples.map((sample) => sample.count)).toEqual([20]);
  } finally {
    await test.close();
  }
});

it("says when the collector cannot be reached", async () => {
  const client = connectTelemetry({ url: "http://127.0.0.1:1", token: "x" });
  const source = ownMetricsSource({ client });
  const asked = source.edgeSamples({ mesh: "local", namespaces: null, fromMs: 0, toMs: 5000 });
  await expect(asked).rejects.toMatchObject({ code: "unavailable", next: expect.stringContaining("collector") });
  await client.close();
});

it("tells transports apart over time: each request once, and what only listeners saw as plaintext too", async () => {
  const test = await TestStore.open();
  try {
    const at = Math.floor(Date.now() / 600_000) * 600_000 - 3_600_000;
    const nobody = { namespace: "", workload: "", app: "", service: "", version: "" };
    const rows = [
      edgeRow(at, { mtls: "mutual_tls", count: 6 }),
      edgeRow(at, { mtls: "none", count: 4 }),
      edgeRow(at, { reporter: "inbound", source: nobody, count: 4 }),
      edgeRow(at, { origin: "istio", reporter: "source", count: 100 }),
      edgeRow(at + 600_000, { mtls: "unknown", count: 1 }),
      edgeRow(at + 1_800_000, { reporter: "inbound", source: nobody, count: 3 }),
    ];
    await test.store.insertEdges(rows, "transport");
    const { transportSeries } = ownMetricsSource({ client: test.reader });
    const query = { mesh: "local", namespaces: null, fromMs: at - 3_600_000, toMs: at + 3_600_000, maxPoints: 12 };
    expect(await transportSeries?.(query)).toEqual({
      stepSec: 600,
      points: [
        { atMs: at, mutual: 6, plain: 4, callers: 1 },
        { atMs: at + 600_000, mutual: 0, plain: 0, callers: 0 },
        { atMs: at + 1_800_000, mutual: 0, plain: 3, callers: 1 },
      ],
    });
    expect((await transportSeries?.({ ...query, namespaces: ["elsewhere"] }))?.points).toEqual([]);
  } finally {
    await test.close();
  }
});
