import { ProtoReader } from "../wire/proto-reader";
import { emptyEndpoint, emptyZipkinSpan, type ZipkinEndpoint, type ZipkinSpan } from "./zipkin-span";

const KINDS = ["", "CLIENT", "SERVER", "PRODUCER", "CONSUMER"] as const;

/** ListOfSpans (zipkin.proto, proto3). Throws HeddleError `invalid_input`. */
export function readZipkinProto(body: Buffer): ZipkinSpan[] {
  const reader = new ProtoReader();
  reader.reset(body);
  const spans: ZipkinSpan[] = [];
  while (reader.pos < body.length) {
    const tag = reader.varint32(body.length);
    if (tag === 0x0a) spans.push(readSpan(reader, reader.lengthEnd(body.length)));
    else reader.skip(tag, body.length);
  }
  return spans;
}

function hex(reader: ProtoReader, end: number): string {
  const stop = reader.lengthEnd(end);
  const text = reader.bytes.toString("hex", reader.pos, stop);
  reader.pos = stop;
  return text;
}

function micros(reader: ProtoReader): number {
  return reader.high * 0x1_0000_0000 + reader.low;
}

function readSpan(reader: ProtoReader, end: number): ZipkinSpan {
  const span = emptyZipkinSpan();
  while (reader.pos < end) readField(reader, reader.varint32(end), end, span);
  return span;
}

function readField(reader: ProtoReader, tag: number, end: number, span: ZipkinSpan): void {
  switch (tag) {
    case 0x0a:
      span.traceId = hex(reader, end);
      break;
    case 0x12:
      span.parentId = hex(reader, end);
      break;
    case 0x1a:
      span.id = hex(reader, end);
      break;
    case 0x20:
      span.kind = KINDS[reader.varint32(end)] ?? "";
      break;
    case 0x2a:
      span.name = reader.text(end);
      break;
    case 0x31:
      reader.fixed64(end);
      span.timestampUs = micros(reader);
      break;
    case 0x38:
      reader.varint64(end);
      span.durationUs = micros(reader);
      break;
    case 0x42:
      span.local = readEndpoint(reader, reader.lengthEnd(end));
      break;
    case 0x4a:
      span.remote = readEndpoint(reader, reader.lengthEnd(end));
      break;
    case 0x52:
      span.annotations.push(readAnnotation(reader, reader.lengthEnd(end)));
      break;
    case 0x5a:
      readTag(reader, reader.lengthEnd(end), span.tags);
      break;
    case 0x60:
      span.debug = reader.varint32(end) !== 0;
      break;
    case 0x68:
      span.shared = reader.varint32(end) !== 0;
      break;
    default:
      reader.skip(tag, end);
  }
}

function readEndpoint(reader: ProtoReader, end: number): ZipkinEndpoint {
  const endpoint = emptyEndpoint();
  while (reader.pos < end) {
    const tag = reader.varint32(end);
    if (tag === 0x0a) endpoint.serviceName = reader.text(end);
    else if (tag === 0x12) {
      const stop = reader.lengthEnd(end);
      endpoint.ipv4 = [...reader.bytes.subarray(reader.pos, stop)].join(".");
      reader.pos = stop;
    } else if (tag === 0x1a) endpoint.ipv6 = (hex(reader, end).match(/.{1,4}/g) ?? []).join(":");
    else if (tag === 0x20) endpoint.port = reader.varint32(end);
    else reader.skip(tag, end);
  }
  return endpoint;
}

function readAnnotation(reader: ProtoReader, end: number): ZipkinSpan["annotations"][number] {
  const annotation = { timestampUs: 0, value: "" };
  while (reader.pos < end) {
    const tag = reader.varint32(end);
    if (tag === 0x09) {
      reader.fixed64(end);
      annotation.timestampUs = micros(reader);
    } else if (tag === 0x12) annotation.value = reader.text(end);
    else reader.skip(tag, end);
  }
  return annotation;
}

function readTag(reader: ProtoReader, end: number, tags: Map<string, string>): void {
  let key = "";
  let value = "";
  while (reader.pos < end) {
    const tag = reader.varint32(end);
    if (tag === 0x0a) key = reader.text(end);
    else if (tag === 0x12) value = reader.text(end);
    else reader.skip(tag, end);
  }
  tags.set(key, value);
}
