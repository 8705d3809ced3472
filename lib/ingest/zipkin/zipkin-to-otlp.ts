import type { ZipkinEndpoint, ZipkinSpan } from "./zipkin-span";

const KIND_NUMBERS = { "": 0, CLIENT: 3, SERVER: 2, PRODUCER: 4, CONSUMER: 5 } as const;

function text(key: string, value: string) {
  return { key, value: { stringValue: value } };
}

/**
 * Zipkin spans as OTLP/JSON, one resource a service. Tags stay attributes of the same name; the endpoints become OTel's attributes;
 * annotations become events; the tag `error` sets the status. Source: OpenTelemetry spec, Zipkin mapping.
 */
export function zipkinToOtlp(spans: readonly ZipkinSpan[]) {
  const byService = new Map<string, ZipkinSpan[]>();
  for (const span of spans) {
    const list = byService.get(span.local.serviceName);
    if (list) list.push(span);
    else byService.set(span.local.serviceName, [span]);
  }
  return {
    resourceSpans: [...byService].map(([service, list]) => ({
      resource: { attributes: service === "" ? [] : [text("service.name", service)] },
      scopeSpans: [{ scope: { name: "zipkin" }, spans: list.map(toOtlp) }],
    })),
  };
}

function nanos(micros: number): string {
  return `${BigInt(Math.trunc(micros)) * 1000n}`;
}

function toOtlp(span: ZipkinSpan) {
  const error = span.tags.get("error");
  return {
    traceId: span.traceId,
    spanId: span.id,
    parentSpanId: span.parentId,
    name: span.name,
    kind: KIND_NUMBERS[span.kind],
    startTimeUnixNano: nanos(span.timestampUs),
    endTimeUnixNano: nanos(span.timestampUs + span.durationUs),
    attributes: [
      ...[...span.tags].map(([key, value]) => text(key, value)),
      ...endpointAttributes(span.local, "host"),
      ...endpointAttributes(span.remote, "peer"),
      ...(span.shared ? [{ key: "zipkin.shared", value: { boolValue: true } }] : []),
      ...(span.debug ? [{ key: "zipkin.debug", value: { boolValue: true } }] : []),
    ],
    events: span.annotations.map(({ timestampUs, value }) => ({ timeUnixNano: nanos(timestampUs), name: value })),
    ...(error !== undefined && error !== "false" && { status: { code: 2, message: error === "true" ? "" : error } }),
  };
}

function endpointAttributes(endpoint: ZipkinEndpoint, side: "host" | "peer") {
  const ip = endpoint.ipv4 || endpoint.ipv6;
  const keys =
    side === "peer"
      ? { service: "peer.service", ip: "network.peer.address", port: "network.peer.port" }
      : { service: "", ip: "host.ip", port: "host.port" };
  return [
    ...(keys.service !== "" && endpoint.serviceName !== "" ? [text(keys.service, endpoint.serviceName)] : []),
    ...(ip !== "" ? [text(keys.ip, ip)] : []),
    ...(endpoint.port > 0 ? [{ key: keys.port, value: { intValue: endpoint.port } }] : []),
  ];
}
