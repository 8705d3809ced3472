import type { SpanBlock } from "../block/span-block";
import type { StringTable } from "../block/string-table";
import type { ProtoReader } from "../wire/proto-reader";
import type { AttributeDecoder } from "./attribute-decoder";
import { readEvent, readLink } from "./event-link-json";
import { SPAN_LIMITS } from "./span-limits";

/** Protobuf tags of Span: field number << 3 | wire type. Source: opentelemetry-proto trace.proto. */
const TAG = {
  traceId: 0x0a,
  spanId: 0x12,
  traceState: 0x1a,
  parentSpanId: 0x22,
  name: 0x2a,
  kind: 0x30,
  start: 0x39,
  end: 0x41,
  attribute: 0x4a,
  droppedAttributes: 0x50,
  event: 0x5a,
  droppedEvents: 0x60,
  link: 0x6a,
  droppedLinks: 0x70,
  status: 0x7a,
  flags: 0x85,
} as const;

/** The fields of one span as they were in the message; attributes go to the block while it is read. One object is reused. */
export class SpanFields {
  /** Places of the ids in the message; -1: absent or of a wrong length. */
  traceId = -1;
  spanId = -1;
  parentId = -1;
  parentFault = false;
  /** String number. */
  name = 0;
  kind = 0;
  startLow = 0;
  startHigh = 0;
  endLow = 0;
  endHigh = 0;
  flags = 0;
  status = 0;
  message = "";
  traceState = "";
  droppedAttributes = 0;
  droppedEvents = 0;
  droppedLinks = 0;
  readonly events: unknown[] = [];
  readonly links: unknown[] = [];
  readonly #reader: ProtoReader;
  readonly #strings: StringTable;
  readonly #attributes: AttributeDecoder;

  constructor(reader: ProtoReader, strings: StringTable, attributes: AttributeDecoder) {
    this.#reader = reader;
    this.#strings = strings;
    this.#attributes = attributes;
  }

  /** Reads the Span that fills the reader up to `end`. */
  read(block: SpanBlock, end: number): void {
    this.#reset();
    this.#attributes.beginSpan();
    const reader = this.#reader;
    while (reader.pos < end) {
      const tag = reader.varint32(end);
      if (tag === TAG.attribute) this.#attributes.read(block, reader.lengthEnd(end));
      else this.#field(tag, end);
    }
  }

  /** What is wrong with the ids, "" when nothing is. */
  idFault(): "" | "trace_id" | "span_id" | "parent_span_id" {
    const { bytes } = this.#reader;
    if (this.traceId < 0 || isZero(bytes, this.traceId, 16)) return "trace_id";
    if (this.spanId < 0 || isZero(bytes, this.spanId, 8)) return "span_id";
    return this.parentFault ? "parent_span_id" : "";
  }

  #field(tag: number, end: number): void {
    const reader = this.#reader;
    switch (tag) {
      case TAG.traceId:
        this.traceId = this.#id(16, end);
        break;
      case TAG.spanId:
        this.spanId = this.#id(8, end);
        break;
      case TAG.parentSpanId: {
        const before = reader.pos;
        this.parentId = this.#id(8, end);
        this.parentFault = this.parentId < 0 && reader.bytes[before] !== 0;
        break;
      }
      case TAG.name:
        this.#name(end);
        break;
      case TAG.kind:
        this.kind = reader.varint32(end);
        break;
      case TAG.start:
        reader.fixed64(end);
        this.startLow = reader.low;
        this.startHigh = reader.high;
        break;
      case TAG.end:
        reader.fixed64(end);
        this.endLow = reader.low;
        this.endHigh = reader.high;
        break;
      case TAG.status:
        this.#status(reader.lengthEnd(end));
        break;
      case TAG.flags:
        this.flags = reader.fixed32(end);
        break;
      default:
        this.#rareField(tag, end);
    }
  }

  #rareField(tag: number, end: number): void {
    const reader = this.#reader;
    switch (tag) {
      case TAG.traceState:
        this.traceState = reader.text(end);
        break;
      case TAG.droppedAttributes:
        this.droppedAttributes = reader.varint32(end);
        break;
      case TAG.droppedEvents:
        this.droppedEvents += reader.varint32(end);
        break;
      case TAG.droppedLinks:
        this.droppedLinks += reader.varint32(end);
        break;
      case TAG.event:
      case TAG.link: {
        const stop = reader.lengthEnd(end);
        if (tag === TAG.event) {
          if (this.events.length < SPAN_LIMITS.events) this.events.push(readEvent(reader, stop));
          else this.droppedEvents++;
        } else if (this.links.length < SPAN_LIMITS.links) this.links.push(readLink(reader, stop));
        else this.droppedLinks++;
        reader.pos = stop;
        break;
      }
      default:
        reader.skip(tag, end);
    }
  }

  #id(size: number, end: number): number {
    const stop = this.#reader.lengthEnd(end);
    const start = this.#reader.pos;
    this.#reader.pos = stop;
    return stop - start === size ? start : -1;
  }

  #name(end: number): void {
    const reader = this.#reader;
    const stop = reader.lengthEnd(end);
    let cut = stop;
    if (stop - reader.pos > SPAN_LIMITS.nameBytes) {
      cut = reader.pos + SPAN_LIMITS.nameBytes;
      while (((reader.bytes[cut] as number) & 0xc0) === 0x80) cut--;
    }
    this.name = this.#strings.intern(reader.bytes, reader.pos, cut);
    reader.pos = stop;
  }

  #status(end: number): void {
    const reader = this.#reader;
    while (reader.pos < end) {
      const tag = reader.varint32(end);
      if (tag === 0x12) this.message = reader.text(end);
      else if (tag === 0x18) this.status = reader.varint32(end);
      else reader.skip(tag, end);
    }
  }

  #reset(): void {
    this.traceId = -1;
    this.spanId = -1;
    this.parentId = -1;
    this.parentFault = false;
    this.name = 0;
    this.kind = 0;
    this.startLow = 0;
    this.startHigh = 0;
    this.endLow = 0;
    this.endHigh = 0;
    this.flags = 0;
    this.status = 0;
    this.message = "";
    this.traceState = "";
    this.droppedAttributes = 0;
    this.droppedEvents = 0;
    this.droppedLinks = 0;
    this.events.length = 0;
    this.links.length = 0;
  }
}

function isZero(bytes: Uint8Array, start: number, size: number): boolean {
  for (let i = start; i < start + size; i++) if (bytes[i] !== 0) return false;
  return true;
}
