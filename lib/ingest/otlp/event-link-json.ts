import { type KeyValueJson, readKeyValue, uint64Text } from "../wire/any-value-json";
import type { ProtoReader } from "../wire/proto-reader";

/** OTLP/JSON of the Span.Event that fills the reader up to `end`. */
export function readEvent(reader: ProtoReader, end: number): Record<string, unknown> {
  const event: Record<string, unknown> = {};
  const attributes: KeyValueJson[] = [];
  while (reader.pos < end) {
    const tag = reader.varint32(end);
    switch (tag) {
      case 0x09:
        reader.fixed64(end);
        event.timeUnixNano = uint64Text(reader.low, reader.high);
        break;
      case 0x12:
        event.name = reader.text(end);
        break;
      case 0x1a:
        attributes.push(readKeyValue(reader, reader.lengthEnd(end)));
        break;
      case 0x20:
        event.droppedAttributesCount = reader.varint32(end);
        break;
      default:
        reader.skip(tag, end);
    }
  }
  if (attributes.length > 0) event.attributes = attributes;
  return event;
}

/** OTLP/JSON of the Span.Link that fills the reader up to `end`. */
export function readLink(reader: ProtoReader, end: number): Record<string, unknown> {
  const link: Record<string, unknown> = {};
  const attributes: KeyValueJson[] = [];
  while (reader.pos < end) {
    const tag = reader.varint32(end);
    switch (tag) {
      case 0x0a:
      case 0x12: {
        const stop = reader.lengthEnd(end);
        link[tag === 0x0a ? "traceId" : "spanId"] = reader.bytes.toString("hex", reader.pos, stop);
        reader.pos = stop;
        break;
      }
      case 0x1a:
        link.traceState = reader.text(end);
        break;
      case 0x22:
        attributes.push(readKeyValue(reader, reader.lengthEnd(end)));
        break;
      case 0x28:
        link.droppedAttributesCount = reader.varint32(end);
        break;
      case 0x35:
        link.flags = reader.fixed32(end);
        break;
      default:
        reader.skip(tag, end);
    }
  }
  if (attributes.length > 0) link.attributes = attributes;
  return link;
}
