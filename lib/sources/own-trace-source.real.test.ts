import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TraceQuery } from "@/lib/model/span";
import { TestStore } from "@/lib/store/telemetry/testing/open-test-store";
import { ownTraceSource } from "./own-trace-source";
import { describeTraceSource } from "./testing/trace-source-contract";

describeTraceSource("own store through the collector's read endpoint", async () => {
  const test = await TestStore.open();
  return {
    source: ownTraceSource({ client: test.reader }),
    feed: (spans) => test.insertSpans(spans),
    close: () => test.close(),
  };
});

describe("ownTraceSource", () => {
  let test: TestStore;
  const startMs = Math.floor(Date.now() / 1000) * 1000 - 600_000;
  beforeAll(async () => {
    test = await TestStore.open();
  });
  afterAll(() => test.close());

  it("loses nothing of a span", async () => {
    const traceId = "d".repeat(32);
    const any = (value: unknown) => ({ key: "k", value });
    await test.insertSpans([
      {
        traceId,
        spanId: "0123456789abcdef",
        parentSpanId: "fedcba9876543210",
        startNs: `${startMs}123456`,
        durationNs: "9007199254740993",
        kind: 5,
        status: 2,
        flags: 0x301,
        service: "é漢 service",
        name: "name\nwith lines",
        statusMessage: "it \"failed\" with \\ and 'quotes'",
        traceState: "vendor=1,ot=th:8",
        attributes: {
          text: "a\tb",
          int: "42",
          big: "9223372036854775807",
          double: "0.25",
          odd: "NaN",
          yes: "true",
          no: "false",
          bytes: "AAEC",
          list: JSON.stringify({ arrayValue: { values: [{ intValue: "1" }, { stringValue: "x" }, {}] } }),
          map: JSON.stringify({ kvlistValue: { values: [any({ doubleValue: 1.5 })] } }),
          none: "",
        },
        attributeTypes: "siiddbbxjjn",
        resource: JSON.stringify({ resource: { attributes: [any({ boolValue: true })] }, schemaUrl: "u" }),
        scope: JSON.stringify({ scope: { name: "lib", version: "1.2" } }),
        events: JSON.stringify([
          { timeUnixNano: "1700000000000000001", name: "e", attributes: [any({ intValue: 7 })] },
        ]),
        links: JSON.stringify([
          { traceId: "a".repeat(32), spanId: "b".repeat(16), attributes: [any({ stringValue: "v" })] },
        ]),
      },
    ]);
    const [span] = await ownTraceSource({ client: test.reader }).get(traceId);
    expect(span).toEqual({
      traceId,
      spanId: "0123456789abcdef",
      parentSpanId: "fedcba9876543210",
      startUnixNano: `${startMs}123456`,
      endUnixNano: (BigInt(`${startMs}123456`) + 9007199254740993n).toString(),
      kind: "consumer",
      status: "error",
      flags: 0x301,
      service: "é漢 service",
      name: "name\nwith lines",
      statusMessage: "it \"failed\" with \\ and 'quotes'",
      traceState: "vendor=1,ot=th:8",
      attributes: {
        text: "a\tb",
        int: 42,
        big: "9223372036854775807",
        double: 0.25,
        odd: "NaN",
        yes: true,
        no: false,
        bytes: "AAEC",
        list: [1, "x", null],
        map: { k: 1.5 },
        none: null,
      },
      resource: { k: true },
      scopeName: "lib",
      scopeVersion: "1.2",
      events: [{ name: "e", timeUnixNano: "1700000000000000001", attributes: { k: 7 } }],
      links: [{ traceId: "a".repeat(32), spanId: "b".repeat(16), attributes: { k: "v" } }],
    });
  });

  it("gives only traces of its mesh", async () => {
    const span = { spanId: "1".repeat(16), startNs: `${startMs}000000`, durationNs: 5, service: "svc" };
    await test.insertSpans([
      { ...span, traceId: "1".repeat(32), mesh: "one" },
      { ...span, traceId: "2".repeat(32), mesh: "two" },
    ]);
    const source = ownTraceSource({ client: test.reader, mesh: "one" });
    const query = TraceQuery.parse({ startMs: startMs - 1000, endMs: startMs + 1000, service: "svc" });
    expect((await source.search(query)).traces.map((trace) => trace.traceId)).toEqual(["1".repeat(32)]);
    expect(await source.get("2".repeat(32))).toEqual([]);
    expect(await source.get("1".repeat(32))).toHaveLength(1);
  });

  it("counts all that match a busy window, and lists the newest", async () => {
    const path = await test.writer.select(`SELECT 'busy' AS mesh,
      CAST(leftPad(reverse(reinterpretAsString(intDiv(number, 3) + 1)), 16, '\\0'), 'FixedString(16)') AS traceId,
      CAST(leftPad(reinterpretAsString(number + 1), 8, '\\0'), 'FixedString(8)') AS spanId, CAST('', 'FixedString(8)') AS parentSpanId,
      fromUnixTimestamp64Milli(${startMs} - intDiv(number, 3) * 10, 'UTC') AS startTime, 1000000 AS durationNs, 2 AS kind,
      0 AS status, 1 AS flags, 'busy' AS service, '' AS namespace, '' AS workload, 'op' AS name, '' AS peer, '' AS code,
      '' AS statusMessage, '' AS traceState, map() AS attributes, '' AS attributeTypes, '' AS resource, '' AS scope,
      '' AS events, '' AS links, '' AS dropped FROM numbers(150000)`);
    await test.store.insertSpans({ path, token: "busy" });
    const source = ownTraceSource({ client: test.reader, mesh: "busy" });
    const window = { startMs: startMs - 600_000, endMs: startMs + 1 };
    const some = await source.search(TraceQuery.parse({ ...window, limit: 50 }));
    expect(some.partial).toBe(false);
    expect(some.traces.map((trace) => trace.startMs)).toEqual(Array.from({ length: 50 }, (_, i) => startMs - i * 10));
    expect(some.matched).toBeGreaterThan(49_000);
    expect(some.matched).toBeLessThan(51_000);
    const none = await source.search(TraceQuery.parse({ ...window, service: "idle" }));
    expect(none).toEqual({ traces: [], matched: 0, partial: false });
  });
});
