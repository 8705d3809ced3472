import type { ZipkinEndpoint, ZipkinSpan } from "./zipkin-span";

const HEX = /^[0-9a-f]+$/;

/** Lower-case, 16 or 32 digits; "" for what is no id. Source: Zipkin's normalizeTraceId. */
export function normaliseId(id: string, maxDigits: number): string {
  const text = id.toLowerCase();
  if (!HEX.test(text) || text.length > maxDigits) return "";
  return text.padStart(text.length > 16 ? 32 : 16, "0");
}

/**
 * Cleans a list of spans as Zipkin's server does: ids lower-case and padded, a parent that is the span itself dropped, empty and "unknown"
 * names dropped, `shared` only on servers, and the parts of one span (same ids, side and service) merged into one. A server that shares the id
 * of a client in the list is marked as shared and inherits its parent.
 */
export function normaliseZipkin(spans: readonly ZipkinSpan[]): ZipkinSpan[] {
  const merged = new Map<string, ZipkinSpan>();
  for (const span of spans) {
    const clean = cleaned(span);
    const key = `${clean.traceId}/${clean.id}/${clean.kind}/${clean.shared}/${clean.local.serviceName}`;
    const known = merged.get(key);
    if (known === undefined) merged.set(key, clean);
    else mergeInto(known, clean);
  }
  const list = joinPartial([...merged.values()]);
  const clients = new Map(
    list.filter((span) => span.kind === "CLIENT").map((span) => [`${span.traceId}/${span.id}`, span]),
  );
  for (const span of list) {
    const client = span.kind === "SERVER" ? clients.get(`${span.traceId}/${span.id}`) : undefined;
    if (client === undefined) continue;
    span.shared = true;
    span.parentId ||= client.parentId;
  }
  return list;
}

function cleaned(span: ZipkinSpan): ZipkinSpan {
  const id = normaliseId(span.id, 16);
  const parentId = normaliseId(span.parentId, 16);
  const name = span.name.toLowerCase() === "unknown" ? "" : span.name;
  return {
    ...span,
    traceId: normaliseId(span.traceId, 32).padStart(32, "0"),
    id,
    parentId: parentId === id ? "" : parentId,
    name,
    shared: span.shared && span.kind !== "CLIENT",
    local: cleanEndpoint(span.local),
    remote: cleanEndpoint(span.remote),
  };
}

function cleanEndpoint(endpoint: ZipkinEndpoint): ZipkinEndpoint {
  const { serviceName } = endpoint;
  return serviceName.toLowerCase() === "unknown" ? { ...endpoint, serviceName: "" } : endpoint;
}

/** Parts without a kind (late annotations, a flushed half) join the whole span of the same ids, when there is exactly one. */
function joinPartial(spans: ZipkinSpan[]): ZipkinSpan[] {
  const whole = new Map<string, ZipkinSpan[]>();
  for (const span of spans) {
    if (span.kind === "") continue;
    const key = `${span.traceId}/${span.id}`;
    whole.set(key, [...(whole.get(key) ?? []), span]);
  }
  return spans.filter((span) => {
    const [only, second] = span.kind === "" ? (whole.get(`${span.traceId}/${span.id}`) ?? []) : [];
    if (only === undefined || second !== undefined) return true;
    mergeInto(only, span);
    return false;
  });
}

function mergeInto(into: ZipkinSpan, from: ZipkinSpan): void {
  into.parentId ||= from.parentId;
  into.name ||= from.name;
  into.kind ||= from.kind;
  if (into.timestampUs === 0 || (from.timestampUs > 0 && from.timestampUs < into.timestampUs)) {
    into.timestampUs = from.timestampUs;
  }
  into.durationUs = Math.max(into.durationUs, from.durationUs);
  into.local = mergeEndpoints(into.local, from.local);
  into.remote = mergeEndpoints(into.remote, from.remote);
  into.annotations = [...into.annotations, ...from.annotations].sort((a, b) => a.timestampUs - b.timestampUs);
  into.tags = new Map([...into.tags, ...from.tags]);
  into.debug ||= from.debug;
}

function mergeEndpoints(into: ZipkinEndpoint, from: ZipkinEndpoint): ZipkinEndpoint {
  return {
    serviceName: into.serviceName || from.serviceName,
    ipv4: into.ipv4 || from.ipv4,
    ipv6: into.ipv6 || from.ipv6,
    port: into.port || from.port,
  };
}
