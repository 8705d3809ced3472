import type { SpanBlock } from "../block/span-block";
import type { StringTable } from "../block/string-table";
import type { EdgeTables } from "../edges/edge-tables";
import type { SpanFacts } from "../edges/span-facts";
import { ProtoReader } from "../wire/proto-reader";
import { AttributeDecoder } from "./attribute-decoder";
import { ResourceCache } from "./resource-cache";
import { SpanFields } from "./span-fields";
import { SpanRowWriter } from "./span-row-writer";

/** What became of the spans of one request. */
export interface DecodeResult {
  accepted: number;
  rejected: number;
  /** how many were rejected for which reason */
  reasons: Map<string, number>;
}

export interface DecodeContext {
  mesh: string;
  nowMs: number;
  /** Starts before this are replaced by `nowMs` and marked (see CLOCK_AHEAD_MS). */
  oldestMs: number;
  /** Called for each accepted span; the object is reused. */
  onSpan(facts: SpanFacts): void;
}

/**
 * Decodes ExportTraceServiceRequest (opentelemetry-proto, trace v1) straight into the columns of a block. Spans with bad ids
 * are left out and counted; a malformed message throws HeddleError `invalid_input` and leaves the block to be rolled back.
 */
export class TraceDecoder {
  readonly #reader = new ProtoReader();
  readonly #strings: StringTable;
  readonly #cache = new ResourceCache(this.#reader);
  readonly #fields: SpanFields;
  readonly #rows: SpanRowWriter;
  #schemaUrl = "";
  #headStart = 0;
  #headEnd = 0;

  constructor(strings: StringTable, tables: EdgeTables) {
    this.#strings = strings;
    const attributes = new AttributeDecoder(this.#reader, strings);
    this.#fields = new SpanFields(this.#reader, strings, attributes);
    this.#rows = new SpanRowWriter(strings, attributes, tables);
  }

  decode(body: Buffer, block: SpanBlock, context: DecodeContext): DecodeResult {
    const reader = this.#reader;
    const result: DecodeResult = { accepted: 0, rejected: 0, reasons: new Map() };
    reader.reset(body);
    this.#rows.begin(context);
    while (reader.pos < body.length) {
      const tag = reader.varint32(body.length);
      if (tag === 0x0a) this.#resourceSpans(block, reader.lengthEnd(body.length), result);
      else reader.skip(tag, body.length);
    }
    return result;
  }

  #resourceSpans(block: SpanBlock, end: number, result: DecodeResult): void {
    const reader = this.#reader;
    const begin = reader.pos;
    this.#readHead(end);
    this.#rows.setResource(this.#cache.resource(this.#headStart, this.#headEnd, this.#schemaUrl));
    reader.pos = begin;
    while (reader.pos < end) {
      const tag = reader.varint32(end);
      if (tag === 0x12) this.#scopeSpans(block, reader.lengthEnd(end), result);
      else reader.skip(tag, end);
    }
  }

  #scopeSpans(block: SpanBlock, end: number, result: DecodeResult): void {
    const reader = this.#reader;
    const begin = reader.pos;
    this.#readHead(end);
    const scope = this.#cache.scope(this.#headStart, this.#headEnd, this.#schemaUrl);
    this.#rows.setScope(this.#strings.internText(scope));
    reader.pos = begin;
    while (reader.pos < end) {
      const tag = reader.varint32(end);
      if (tag === 0x12) this.#span(block, reader.lengthEnd(end), result);
      else reader.skip(tag, end);
    }
  }

  /** First pass over ResourceSpans or ScopeSpans: finds field 1 (resource, scope) and 3 (schema), which may stand behind the spans. */
  #readHead(end: number): void {
    const reader = this.#reader;
    this.#headStart = reader.pos;
    this.#headEnd = reader.pos;
    this.#schemaUrl = "";
    while (reader.pos < end) {
      const tag = reader.varint32(end);
      if (tag === 0x0a) {
        this.#headEnd = reader.lengthEnd(end);
        this.#headStart = reader.pos;
        reader.pos = this.#headEnd;
      } else if (tag === 0x1a) this.#schemaUrl = reader.text(end);
      else reader.skip(tag, end);
    }
  }

  #span(block: SpanBlock, end: number, result: DecodeResult): void {
    const keys = block.attributeKeys.length;
    const values = block.attributeValues.length;
    this.#fields.read(block, end);
    const fault = this.#fields.idFault();
    if (fault === "") {
      this.#rows.write(block, this.#fields, this.#reader.bytes);
      result.accepted++;
      return;
    }
    block.attributeKeys.truncate(keys);
    block.attributeValues.truncate(values);
    result.rejected++;
    result.reasons.set(fault, (result.reasons.get(fault) ?? 0) + 1);
  }
}
