import { SPAN_COLUMNS, type SpanColumn } from "../../model/span-columns";
import { ByteWriter } from "../wire/byte-writer";
import { DictionaryColumn } from "./dictionary-column";
import type { StringTable } from "./string-table";

const LOW_CARDINALITY_VERSION = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]);

/**
 * Spans by column (lib/model/span-columns.ts), filled by a decoder and written out as one block of ClickHouse's
 * `Native` format. A decoder fills every column once a span and then calls `endRow`; `rollback` takes back a request
 * that turned out to be malformed.
 */
export class SpanBlock {
  rows = 0;
  readonly traceId = new ByteWriter();
  readonly spanId = new ByteWriter();
  readonly parentSpanId = new ByteWriter();
  readonly startTime = new ByteWriter();
  readonly durationNs = new ByteWriter();
  readonly kind = new ByteWriter();
  readonly status = new ByteWriter();
  readonly flags = new ByteWriter();
  readonly statusMessage = new ByteWriter();
  readonly traceState = new ByteWriter();
  readonly attributeTypes = new ByteWriter();
  readonly events = new ByteWriter();
  readonly links = new ByteWriter();
  readonly dropped = new ByteWriter();
  readonly attributeEnds = new ByteWriter();
  readonly attributeValues = new ByteWriter(1 << 16);
  readonly mesh: DictionaryColumn;
  readonly service: DictionaryColumn;
  readonly namespace: DictionaryColumn;
  readonly workload: DictionaryColumn;
  readonly name: DictionaryColumn;
  readonly peer: DictionaryColumn;
  readonly code: DictionaryColumn;
  readonly resource: DictionaryColumn;
  readonly scope: DictionaryColumn;
  readonly attributeKeys: DictionaryColumn;
  readonly #fixed: ByteWriter[];
  readonly #dictionaries: DictionaryColumn[];

  constructor(strings: StringTable) {
    const dictionary = () => new DictionaryColumn(strings);
    this.mesh = dictionary();
    this.service = dictionary();
    this.namespace = dictionary();
    this.workload = dictionary();
    this.name = dictionary();
    this.peer = dictionary();
    this.code = dictionary();
    this.resource = dictionary();
    this.scope = dictionary();
    this.attributeKeys = dictionary();
    this.#fixed = [
      this.traceId,
      this.spanId,
      this.parentSpanId,
      this.startTime,
      this.durationNs,
      this.kind,
      this.status,
      this.flags,
      this.statusMessage,
      this.traceState,
      this.attributeTypes,
      this.events,
      this.links,
      this.dropped,
      this.attributeEnds,
      this.attributeValues,
    ];
    this.#dictionaries = [
      this.mesh,
      this.service,
      this.namespace,
      this.workload,
      this.name,
      this.peer,
      this.code,
      this.resource,
      this.scope,
      this.attributeKeys,
    ];
  }

  endRow(): void {
    this.attributeEnds.uint64(this.attributeKeys.length);
    this.rows++;
  }

  /** Approximate size of what the block holds. */
  get byteLength(): number {
    return this.attributeValues.length + this.events.length + this.links.length + this.rows * 120;
  }

  /** A point to go back to. */
  mark(): number[] {
    return [
      this.rows,
      ...this.#fixed.map((column) => column.length),
      ...this.#dictionaries.map((column) => column.length),
    ];
  }

  rollback(mark: readonly number[]): void {
    this.rows = mark[0] ?? 0;
    const fixed = this.#fixed.length;
    this.#fixed.forEach((column, i) => {
      column.truncate(mark[i + 1] ?? 0);
    });
    this.#dictionaries.forEach((column, i) => {
      column.truncate(mark[i + 1 + fixed] ?? 0);
    });
  }

  reset(): void {
    this.rows = 0;
    for (const column of this.#fixed) column.length = 0;
    for (const column of this.#dictionaries) column.reset();
  }

  /** The block in `Native` format as pieces to write one after another; valid until the next change of this block. */
  encode(): Buffer[] {
    const head = new ByteWriter(64);
    head.varint(SPAN_COLUMNS.length);
    head.varint(this.rows);
    const pieces: Buffer[] = [head.view()];
    for (const [name, type] of SPAN_COLUMNS) {
      const title = new ByteWriter(64);
      title.text(name);
      title.text(type);
      pieces.push(title.view(), ...this.#column(name));
    }
    return pieces;
  }

  #column(name: SpanColumn): Buffer[] {
    if (name === "attributes") {
      const keys = [LOW_CARDINALITY_VERSION, this.attributeEnds.view(), this.attributeKeys.encode()];
      return [...keys, this.attributeValues.view()];
    }
    const column = this[name];
    return column instanceof ByteWriter ? [column.view()] : [LOW_CARDINALITY_VERSION, column.encode()];
  }
}
