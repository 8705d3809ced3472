import { randomBytes } from "node:crypto";
import protobuf from "protobufjs";

const root = protobuf.parse(`syntax = "proto3";
message AnyValue { oneof value { string string_value = 1; bool bool_value = 2; int64 int_value = 3; double double_value = 4; } }
message KeyValue { string key = 1; AnyValue value = 2; }
message Resource { repeated KeyValue attributes = 1; }
message Scope { string name = 1; string version = 2; }
message Status { string message = 2; int32 code = 3; }
message Span {
  bytes trace_id = 1; bytes span_id = 2; string trace_state = 3; bytes parent_span_id = 4; string name = 5; int32 kind = 6;
  fixed64 start_time_unix_nano = 7; fixed64 end_time_unix_nano = 8; repeated KeyValue attributes = 9; Status status = 15; fixed32 flags = 16;
}
message ScopeSpans { Scope scope = 1; repeated Span spans = 2; }
message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; }
message ExportTraceServiceRequest { repeated ResourceSpans resource_spans = 1; }`).root;

/** protobufjs' codec of the OTLP trace request: the plain way that the benches compare with. */
export const ExportTraceServiceRequest = root.lookupType("ExportTraceServiceRequest");

const WORKLOADS = [
  "web-v1",
  "storefront-v1",
  "catalog-v1",
  "reviews-v1",
  "reviews-v2",
  "ratings-v1",
  "cart-v1",
  "checkout-v1",
];
const SPANS_A_TRACE = 16;

const text = (key: string, value: string) => ({ key, value: { stringValue: value } });

/** What Envoy's OpenTelemetry tracer attaches to a span of an HTTP hop, about 700 bytes of it. */
function attributes(index: number, caller: string, callee: string) {
  return [
    text("node_id", `sidecar~10.0.${index % 200}.7~${caller}-0.shop~shop.svc.cluster.local`),
    text("component", "proxy"),
    text("http.url", `http://${callee}.shop.svc.cluster.local/products/${index % 977}`),
    text("http.method", "GET"),
    text("http.protocol", "HTTP/1.1"),
    text("http.status_code", index % 50 === 0 ? "503" : "200"),
    text("upstream_cluster", `outbound|9080||${callee}.shop.svc.cluster.local`),
    text("upstream_cluster.name", `outbound|9080||${callee}.shop.svc.cluster.local`),
    text("upstream_address", `10.0.${index % 200}.9:9080`),
    text("peer.address", `10.0.${index % 200}.9`),
    text("user_agent", "Mozilla/5.0 (X11; Linux x86_64)"),
    text("request_size", "0"),
    text("response_size", String(index % 5000)),
    text("response_flags", "-"),
    text("guid:x-request-id", "7d3c9c1e-2f31-4f4e-9a4e-2b1f0c5d6e7f"),
  ];
}

interface Nano {
  low: number;
  high: number;
  unsigned: boolean;
}

function nano(epochMs: number, offsetMs: number): Nano {
  const long = BigInt(Math.round(epochMs)) * 1_000_000n + BigInt(Math.round(offsetMs * 1_000_000));
  return { low: Number(long & 0xffff_ffffn) | 0, high: Number(long >> 32n) | 0, unsigned: true };
}

/**
 * One OTLP/protobuf trace request with `spans` spans of whole traces (16 spans each: eight hops, client and server side),
 * starting at `atMs`. Ids are new in every call.
 */
export function otlpBatch(spans: number, atMs: number): Buffer {
  const byWorkload = new Map<string, unknown[]>();
  let traceId = randomBytes(16);
  let parent = Buffer.alloc(0);
  for (let i = 0; i < spans; i++) {
    const position = i % SPANS_A_TRACE;
    if (position === 0) {
      traceId = randomBytes(16);
      parent = Buffer.alloc(0);
    }
    const hop = position >> 1;
    const client = position % 2 === 0;
    const caller = WORKLOADS[hop % WORKLOADS.length] ?? "web-v1";
    const callee = WORKLOADS[(hop + 1) % WORKLOADS.length] ?? "web-v1";
    const spanId = randomBytes(8);
    const failed = i % 50 === 0;
    const span = {
      traceId,
      spanId,
      parentSpanId: parent,
      name: `${callee}.shop.svc.cluster.local:9080/*`,
      kind: client ? 3 : 2,
      startTimeUnixNano: nano(atMs, position * 0.35),
      endTimeUnixNano: nano(atMs, 40 - position * 0.5),
      attributes: attributes(i, client ? caller : callee, callee),
      status: failed ? { code: 2, message: "" } : undefined,
      flags: 0x101,
    };
    parent = spanId;
    const owner = client ? caller : callee;
    const list = byWorkload.get(owner) ?? [];
    list.push(span);
    byWorkload.set(owner, list);
  }
  const resourceSpans = [...byWorkload].map(([workload, list]) => ({
    resource: { attributes: [text("service.name", `${workload}.shop`)] },
    scopeSpans: [{ scope: { name: "envoy", version: "1.40.0" }, spans: list }],
  }));
  return Buffer.from(ExportTraceServiceRequest.encode(ExportTraceServiceRequest.create({ resourceSpans })).finish());
}
