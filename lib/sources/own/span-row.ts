import type { Attributes, AttributeValue, Span, SpanKind, SpanStatus } from "@/lib/model/span";
import { SPAN_COLUMNS, type SpanColumn } from "@/lib/model/span-columns";
import { plainAttributes, plainValue } from "./otlp-json";
import type { RowBinaryReader } from "./row-binary-reader";

const KINDS: readonly SpanKind[] = ["unspecified", "internal", "server", "client", "producer", "consumer"];
const STATUSES: readonly SpanStatus[] = ["unset", "ok", "error"];
const NO_SPAN = "0000000000000000";

/** A select list whose rows `readSpan` reads: the columns of spans but `mesh`, `namespace`, `workload` and `peer`. */
const READ = [
  "traceId",
  "spanId",
  "parentSpanId",
  "startTime",
  "durationNs",
  "kind",
  "status",
  "flags",
  "service",
  "name",
  "statusMessage",
  "traceState",
  "attributes",
  "attributeTypes",
  "resource",
  "scope",
  "events",
  "links",
] as const satisfies readonly SpanColumn[];

const TYPES = new Map<string, string>(SPAN_COLUMNS);

/** LowCardinality and DateTime64 are spelt out, so that RowBinary has only plain types. */
export const SPAN_SELECT = READ.map((name) => {
  if (name === "startTime") return "toUnixTimestamp64Nano(startTime) AS startNs";
  return TYPES.get(name) === "LowCardinality(String)" ? `toString(${name})` : name;
}).join(", ");

/** Resources and scopes repeat on every span of a service: each text is parsed once. */
export type JsonCache = Map<string, unknown>;

export function readSpan(row: RowBinaryReader, cache: JsonCache): Span {
  const traceId = row.hex(16);
  const spanId = row.hex(8);
  const parentSpanId = row.hex(8);
  const start = row.uint64();
  const end = start + row.uint64();
  const kind = KINDS[row.uint8()] ?? "unspecified";
  const status = STATUSES[row.uint8()] ?? "unset";
  const flags = row.uint32();
  const service = row.string();
  const name = row.string();
  const statusMessage = row.string();
  const traceState = row.string();
  const attributes = readAttributes(row);
  const resource = cached<{ resource?: { attributes?: unknown } }>(row.string(), cache);
  const scope = cached<{ scope?: { name?: string; version?: string } }>(row.string(), cache);
  return {
    traceId,
    spanId,
    parentSpanId: parentSpanId === NO_SPAN ? "" : parentSpanId,
    name,
    kind,
    startUnixNano: start.toString(),
    endUnixNano: end.toString(),
    status,
    statusMessage,
    service,
    attributes,
    resource: plainAttributes(resource?.resource?.attributes),
    scopeName: scope?.scope?.name ?? "",
    scopeVersion: scope?.scope?.version ?? "",
    traceState,
    flags,
    events: list<OtlpEvent>(row.string()).map((event) => ({
      name: event.name ?? "",
      timeUnixNano: String(event.timeUnixNano ?? "0"),
      attributes: plainAttributes(event.attributes),
    })),
    links: list<OtlpLink>(row.string()).map((link) => ({
      traceId: link.traceId ?? "",
      spanId: link.spanId ?? "",
      attributes: plainAttributes(link.attributes),
    })),
  };
}

interface OtlpEvent {
  name?: string;
  timeUnixNano?: string | number;
  attributes?: unknown;
}

interface OtlpLink {
  traceId?: string;
  spanId?: string;
  attributes?: unknown;
}

/** The attribute map and its types (lib/model/span-columns.ts). Of repeated keys the last one stands. */
function readAttributes(row: RowBinaryReader): Attributes {
  const count = row.varint();
  const pairs: [string, string][] = [];
  for (let i = 0; i < count; i++) pairs.push([row.string(), row.string()]);
  const types = row.string();
  return Object.fromEntries(pairs.map(([key, text], i) => [key, typedValue(text, types[i] ?? "s")]));
}

function typedValue(text: string, type: string): AttributeValue {
  switch (type) {
    case "i":
      return Number.isSafeInteger(Number(text)) ? Number(text) : text;
    case "d":
      return Number.isFinite(Number(text)) ? Number(text) : text;
    case "b":
      return text === "true";
    case "j":
      return plainValue(parse(text));
    case "n":
      return null;
    default:
      return text;
  }
}

function list<T>(text: string): T[] {
  const value = text === "" ? [] : parse(text);
  return Array.isArray(value) ? (value as T[]) : [];
}

function cached<T>(text: string, cache: JsonCache): T | undefined {
  if (text === "") return undefined;
  if (!cache.has(text)) cache.set(text, parse(text));
  return cache.get(text) as T | undefined;
}

/** What ingest wrote is JSON; a row from elsewhere that is not loses its detail, not the whole trace. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
