import { ByteWriter } from "../wire/byte-writer";
import { writeKeyValues } from "./encode-any-value";
import { enumAt, idAt, int64At, type JsonObject, listAt, objectAt, textAt, uint32At } from "./json-fields";

const KINDS = [
  "SPAN_KIND_UNSPECIFIED",
  "SPAN_KIND_INTERNAL",
  "SPAN_KIND_SERVER",
  "SPAN_KIND_CLIENT",
  "SPAN_KIND_PRODUCER",
  "SPAN_KIND_CONSUMER",
];
const STATUSES = ["STATUS_CODE_UNSET", "STATUS_CODE_OK", "STATUS_CODE_ERROR"];

/**
 * ExportTraceServiceRequest in OTLP/JSON -> protobuf, so that both forms take one way in. Enum names and base64 ids are accepted
 * too, unknown fields ignored. Throws HeddleError `invalid_input` that names the field. Source: OTLP 1.x, JSON protobuf encoding.
 */
export function encodeTraceJson(json: unknown): Buffer {
  const out = new ByteWriter(1 << 16);
  const request = objectAt(json, "The body");
  for (const [i, entry] of listAt(request.resourceSpans, "resourceSpans").entries()) {
    writeResourceSpans(out, objectAt(entry, `resourceSpans[${i}]`), `resourceSpans[${i}]`);
  }
  return out.view();
}

function writeText(out: ByteWriter, tag: number, value: unknown, path: string): void {
  const text = textAt(value, path);
  if (text === "") return;
  out.varint(tag);
  out.text(text);
}

function writeUint32(out: ByteWriter, tag: number, value: unknown, path: string): void {
  const number = uint32At(value, path);
  if (number === 0) return;
  out.varint(tag);
  out.varint(number);
}

function writeTime(out: ByteWriter, tag: number, value: unknown, path: string): void {
  const time = int64At(value, path);
  if (time === 0n) return;
  out.varint(tag);
  out.uint32(Number(time & 0xffff_ffffn));
  out.uint32(Number(time >> 32n));
}

function writeId(out: ByteWriter, tag: number, value: unknown, size: number, path: string): void {
  const id = idAt(value, size, path);
  if (id.length === 0) return;
  out.varint(tag);
  out.varint(id.length);
  out.copy(id, 0, id.length);
}

function writeResourceSpans(out: ByteWriter, json: JsonObject, path: string): void {
  const begin = out.open(0x0a);
  if (json.resource !== undefined && json.resource !== null) {
    const resource = objectAt(json.resource, `${path}.resource`);
    const start = out.open(0x0a);
    writeKeyValues(out, 0x0a, resource.attributes, `${path}.resource.attributes`);
    writeUint32(out, 0x10, resource.droppedAttributesCount, `${path}.resource.droppedAttributesCount`);
    out.close(start);
  }
  for (const [i, entry] of listAt(json.scopeSpans, `${path}.scopeSpans`).entries()) {
    const inside = `${path}.scopeSpans[${i}]`;
    writeScopeSpans(out, objectAt(entry, inside), inside);
  }
  writeText(out, 0x1a, json.schemaUrl, `${path}.schemaUrl`);
  out.close(begin);
}

function writeScopeSpans(out: ByteWriter, json: JsonObject, path: string): void {
  const begin = out.open(0x12);
  if (json.scope !== undefined && json.scope !== null) {
    const scope = objectAt(json.scope, `${path}.scope`);
    const start = out.open(0x0a);
    writeText(out, 0x0a, scope.name, `${path}.scope.name`);
    writeText(out, 0x12, scope.version, `${path}.scope.version`);
    writeKeyValues(out, 0x1a, scope.attributes, `${path}.scope.attributes`);
    writeUint32(out, 0x20, scope.droppedAttributesCount, `${path}.scope.droppedAttributesCount`);
    out.close(start);
  }
  for (const [i, entry] of listAt(json.spans, `${path}.spans`).entries()) {
    const inside = `${path}.spans[${i}]`;
    const start = out.open(0x12);
    writeSpan(out, objectAt(entry, inside), inside);
    out.close(start);
  }
  writeText(out, 0x1a, json.schemaUrl, `${path}.schemaUrl`);
  out.close(begin);
}

function writeSpan(out: ByteWriter, span: JsonObject, path: string): void {
  writeId(out, 0x0a, span.traceId, 16, `${path}.traceId`);
  writeId(out, 0x12, span.spanId, 8, `${path}.spanId`);
  writeText(out, 0x1a, span.traceState, `${path}.traceState`);
  writeId(out, 0x22, span.parentSpanId, 8, `${path}.parentSpanId`);
  writeText(out, 0x2a, span.name, `${path}.name`);
  writeUint32(out, 0x30, enumAt(span.kind, `${path}.kind`, KINDS), `${path}.kind`);
  writeTime(out, 0x39, span.startTimeUnixNano, `${path}.startTimeUnixNano`);
  writeTime(out, 0x41, span.endTimeUnixNano, `${path}.endTimeUnixNano`);
  writeKeyValues(out, 0x4a, span.attributes, `${path}.attributes`);
  writeUint32(out, 0x50, span.droppedAttributesCount, `${path}.droppedAttributesCount`);
  for (const [i, entry] of listAt(span.events, `${path}.events`).entries()) {
    writeEvent(out, objectAt(entry, `${path}.events[${i}]`), `${path}.events[${i}]`);
  }
  writeUint32(out, 0x60, span.droppedEventsCount, `${path}.droppedEventsCount`);
  for (const [i, entry] of listAt(span.links, `${path}.links`).entries()) {
    writeLink(out, objectAt(entry, `${path}.links[${i}]`), `${path}.links[${i}]`);
  }
  writeUint32(out, 0x70, span.droppedLinksCount, `${path}.droppedLinksCount`);
  if (span.status !== undefined && span.status !== null) {
    const status = objectAt(span.status, `${path}.status`);
    const start = out.open(0x7a);
    writeText(out, 0x12, status.message, `${path}.status.message`);
    writeUint32(out, 0x18, enumAt(status.code, `${path}.status.code`, STATUSES), `${path}.status.code`);
    out.close(start);
  }
  writeFixed32(out, 0x85, span.flags, `${path}.flags`);
}

function writeFixed32(out: ByteWriter, tag: number, value: unknown, path: string): void {
  const flags = uint32At(value, path);
  if (flags === 0) return;
  out.varint(tag);
  out.uint32(flags);
}

function writeEvent(out: ByteWriter, event: JsonObject, path: string): void {
  const start = out.open(0x5a);
  writeTime(out, 0x09, event.timeUnixNano, `${path}.timeUnixNano`);
  writeText(out, 0x12, event.name, `${path}.name`);
  writeKeyValues(out, 0x1a, event.attributes, `${path}.attributes`);
  writeUint32(out, 0x20, event.droppedAttributesCount, `${path}.droppedAttributesCount`);
  out.close(start);
}

function writeLink(out: ByteWriter, link: JsonObject, path: string): void {
  const start = out.open(0x6a);
  writeId(out, 0x0a, link.traceId, 16, `${path}.traceId`);
  writeId(out, 0x12, link.spanId, 8, `${path}.spanId`);
  writeText(out, 0x1a, link.traceState, `${path}.traceState`);
  writeKeyValues(out, 0x22, link.attributes, `${path}.attributes`);
  writeUint32(out, 0x28, link.droppedAttributesCount, `${path}.droppedAttributesCount`);
  writeFixed32(out, 0x35, link.flags, `${path}.flags`);
  out.close(start);
}
