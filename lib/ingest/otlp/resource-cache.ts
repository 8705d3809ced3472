import { StringTable } from "../block/string-table";
import { readKeyValue } from "../wire/any-value-json";
import type { ProtoReader } from "../wire/proto-reader";

/** What the spans of one resource share. */
export interface ResourceInfo {
  /** OTLP/JSON of the ResourceSpans without its scopes */
  json: string;
  service: string;
  attributes: ReadonlyMap<string, string>;
  /** emitted by an Envoy, as far as the resource tells */
  proxy: boolean;
}

const MAX_ENTRIES = 10_000;
const MAX_ATTRIBUTES = 256;

/** Resources and scopes repeat in every request: each distinct one is read once. */
export class ResourceCache {
  #bytes = new StringTable();
  #resources = new Map<string, ResourceInfo>();
  #scopes = new Map<string, string>();
  readonly #reader: ProtoReader;

  constructor(reader: ProtoReader) {
    this.#reader = reader;
  }

  /** The Resource message between `start` and `end`; an empty range is an absent resource. The cursor ends at `end`. */
  resource(start: number, end: number, schemaUrl: string): ResourceInfo {
    const key = `${this.#bytes.intern(this.#reader.bytes, start, end)}|${schemaUrl}`;
    const known = this.#resources.get(key);
    if (known) return known;
    this.#trim();
    const info = this.#readResource(start, end, schemaUrl);
    this.#resources.set(`${this.#bytes.intern(this.#reader.bytes, start, end)}|${schemaUrl}`, info);
    return info;
  }

  /** OTLP/JSON of the InstrumentationScope between `start` and `end`, wrapped as ScopeSpans without spans. */
  scope(start: number, end: number, schemaUrl: string): string {
    const key = `${this.#bytes.intern(this.#reader.bytes, start, end)}|${schemaUrl}`;
    const known = this.#scopes.get(key);
    if (known !== undefined) return known;
    this.#trim();
    const json = this.#readScope(start, end, schemaUrl);
    this.#scopes.set(`${this.#bytes.intern(this.#reader.bytes, start, end)}|${schemaUrl}`, json);
    return json;
  }

  #trim(): void {
    if (this.#resources.size + this.#scopes.size < MAX_ENTRIES) return;
    this.#bytes = new StringTable();
    this.#resources.clear();
    this.#scopes.clear();
  }

  #readResource(start: number, end: number, schemaUrl: string): ResourceInfo {
    const reader = this.#reader;
    reader.pos = start;
    const list: unknown[] = [];
    const attributes = new Map<string, string>();
    let dropped = 0;
    while (reader.pos < end) {
      const tag = reader.varint32(end);
      if (tag === 0x0a) {
        const { key, value } = readKeyValue(reader, reader.lengthEnd(end));
        if (list.length >= MAX_ATTRIBUTES) {
          dropped++;
          continue;
        }
        list.push({ key, value });
        if ("stringValue" in value) attributes.set(key, value.stringValue);
      } else if (tag === 0x10) dropped += reader.varint32(end);
      else reader.skip(tag, end);
    }
    const resource = {
      ...(list.length > 0 && { attributes: list }),
      ...(dropped > 0 && { droppedAttributesCount: dropped }),
    };
    return {
      json: JSON.stringify({ resource, ...(schemaUrl !== "" && { schemaUrl }) }),
      service: attributes.get("service.name") || "unknown_service",
      attributes,
      proxy: attributes.get("telemetry.sdk.name") === "envoy",
    };
  }

  #readScope(start: number, end: number, schemaUrl: string): string {
    const reader = this.#reader;
    reader.pos = start;
    const scope: Record<string, unknown> = {};
    const attributes: unknown[] = [];
    while (reader.pos < end) {
      const tag = reader.varint32(end);
      if (tag === 0x0a) scope.name = reader.text(end);
      else if (tag === 0x12) scope.version = reader.text(end);
      else if (tag === 0x1a) attributes.push(readKeyValue(reader, reader.lengthEnd(end)));
      else if (tag === 0x20) scope.droppedAttributesCount = reader.varint32(end);
      else reader.skip(tag, end);
    }
    if (attributes.length > 0) scope.attributes = attributes;
    return JSON.stringify({ scope, ...(schemaUrl !== "" && { schemaUrl }) });
  }
}
