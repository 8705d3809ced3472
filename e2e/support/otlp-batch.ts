import { randomBytes, randomInt } from "node:crypto";
import { encodeTraceJson } from "../../lib/ingest/otlp/encode-trace-json";

export interface OtlpBatchOptions {
  /** spans in the batch; default 512 */
  spans?: number;
  /** epoch ms at which the requests ended; default now */
  atMs?: number;
  /** number of distinct services; default 40 */
  services?: number;
  namespaces?: number;
}

const AGENTS = [
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36",
  "okhttp/4.12.0",
  "curl/8.5.0",
];

const text = (key: string, value: string) => ({ key, value: { stringValue: value } });

/**
 * Spans as a mesh of Envoys sends them: each request is a chain of hops, each hop a CLIENT span of the caller's proxy and a SERVER
 * span of the callee's, with Envoy's and Istio's attributes; about 800 bytes a span in protobuf. OTLP/JSON.
 */
export function otlpBatchJson(options: OtlpBatchOptions = {}) {
  const wanted = options.spans ?? 512;
  const services = options.services ?? 40;
  const namespaces = options.namespaces ?? 4;
  const endNs = BigInt(options.atMs ?? Date.now()) * 1_000_000n;
  const byService = new Map<number, unknown[]>();
  let made = 0;
  while (made < wanted) {
    const traceId = randomBytes(16).toString("hex");
    const requestId = randomBytes(16).toString("hex");
    let parent = "";
    let caller = randomInt(services);
    for (let hop = 0; hop < 4 && made < wanted; hop++) {
      const callee = (caller * 3 + hop + 1) % services;
      const code = randomInt(50) === 0 ? "503" : "200";
      const durationNs = BigInt(randomInt(200_000, 90_000_000));
      for (const side of ["client", "server"] as const) {
        if (made >= wanted) break;
        const owner = side === "client" ? caller : callee;
        const spanId = randomBytes(8).toString("hex");
        const list = byService.get(owner) ?? [];
        byService.set(owner, list);
        list.push({
          traceId,
          spanId,
          ...(parent !== "" && { parentSpanId: parent }),
          name: `service-${callee}.ns-${callee % namespaces}.svc.cluster.local:9080/*`,
          kind: side === "client" ? 3 : 2,
          startTimeUnixNano: String(endNs - durationNs),
          endTimeUnixNano: String(endNs),
          attributes: envoyAttributes(owner, callee, namespaces, code, requestId),
          ...(code === "503" && { status: { code: 2 } }),
          flags: 257,
        });
        parent = spanId;
        made++;
      }
      caller = callee;
    }
  }
  return {
    resourceSpans: [...byService].map(([service, spans]) => ({
      resource: {
        attributes: [
          text("service.name", `service-${service}.ns-${service % namespaces}`),
          text("telemetry.sdk.language", "cpp"),
          text("telemetry.sdk.name", "envoy"),
          text("telemetry.sdk.version", "1.40.0/Clean/RELEASE/BoringSSL"),
        ],
      },
      scopeSpans: [{ scope: { name: "envoy" }, spans }],
    })),
  };
}

function envoyAttributes(owner: number, callee: number, namespaces: number, code: string, requestId: string) {
  const host = `service-${callee}.ns-${callee % namespaces}.svc.cluster.local`;
  return [
    text("component", "proxy"),
    text(
      "node_id",
      `sidecar~10.0.${owner % 250}.7~service-${owner}-v1-7d9c5b6f4-x2kqz.ns-${owner % namespaces}~ns-${owner % namespaces}.svc.cluster.local`,
    ),
    text("zone", ""),
    text("guid:x-request-id", requestId),
    text("http.url", `http://${host}:9080/items/${randomInt(100_000)}?page=${randomInt(50)}`),
    text("http.method", "GET"),
    text("http.protocol", "HTTP/1.1"),
    text("http.status_code", code),
    text("downstream_cluster", "-"),
    text("user_agent", AGENTS[randomInt(AGENTS.length)] ?? "-"),
    text("request_size", String(randomInt(700))),
    text("response_size", String(randomInt(9000))),
    text("response_flags", code === "503" ? "UF" : "-"),
    text("peer.address", `10.0.${callee % 250}.${randomInt(250)}`),
    text("upstream_address", `10.1.${callee % 250}.7:9080`),
    text("upstream_cluster", `outbound|9080||${host}`),
    text("upstream_cluster.name", `outbound|9080||${host}`),
    text("istio.canonical_service", `service-${owner}`),
    text("istio.canonical_revision", "v1"),
    text("istio.namespace", `ns-${owner % namespaces}`),
  ];
}

/** The same as ExportTraceServiceRequest in protobuf. */
export function otlpBatch(options: OtlpBatchOptions = {}): Buffer {
  return Buffer.from(encodeTraceJson(otlpBatchJson(options)));
}
