import { describe, expect, it } from "vitest";
import type { Span } from "../model/span";
import { otlpTrace } from "./otlp-trace";

const span = (over: Partial<Span>): Span => ({
  traceId: "0af7651916cd43dd8448eb211c80319c",
  spanId: "b7ad6b7169203331",
  parentSpanId: "",
  name: "GET /",
  kind: "server",
  startUnixNano: "1790000000123456789",
  endUnixNano: "1790000000223456789",
  status: "unset",
  statusMessage: "",
  service: "web",
  attributes: {},
  resource: { "service.name": "web" },
  scopeName: "envoy",
  scopeVersion: "1.40",
  traceState: "",
  flags: 1,
  events: [],
  links: [],
  ...over,
});

describe("otlpTrace", () => {
  it("writes OTLP JSON: hex ids, nanoseconds as strings, enums as numbers, one entry a resource and scope", () => {
    const trace = otlpTrace([
      span({ attributes: { code: 200, ratio: 0.5, ok: true, list: ["a", 1], map: { k: null } } }),
      span({
        spanId: "00f067aa0ba902b7",
        parentSpanId: "b7ad6b7169203331",
        kind: "client",
        status: "error",
        statusMessage: "no",
      }),
      span({ spanId: "00f067aa0ba902b8", resource: { "service.name": "db" } }),
    ]);
    expect(trace.resourceSpans).toHaveLength(2);
    expect(trace.resourceSpans[0]).toMatchObject({
      resource: { attributes: [{ key: "service.name", value: { stringValue: "web" } }] },
      scopeSpans: [
        {
          scope: { name: "envoy", version: "1.40" },
          spans: [
            {
              traceId: "0af7651916cd43dd8448eb211c80319c",
              kind: 2,
              startTimeUnixNano: "1790000000123456789",
              status: { code: 0 },
              attributes: [
                { key: "code", value: { intValue: "200" } },
                { key: "ratio", value: { doubleValue: 0.5 } },
                { key: "ok", value: { boolValue: true } },
                { key: "list", value: { arrayValue: { values: [{ stringValue: "a" }, { intValue: "1" }] } } },
                { key: "map", value: { kvlistValue: { values: [{ key: "k", value: {} }] } } },
              ],
            },
            { kind: 3, parentSpanId: "b7ad6b7169203331", status: { code: 2, message: "no" } },
          ],
        },
      ],
    });
  });

  it("leaves out what a root span does not have", () => {
    expect(JSON.stringify(otlpTrace([span({})]))).not.toContain("parentSpanId");
  });
});
