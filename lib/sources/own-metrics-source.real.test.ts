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
