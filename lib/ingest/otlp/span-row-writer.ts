import type { SpanBlock } from "../block/span-block";
import type { StringTable } from "../block/string-table";
import type { EdgeTables } from "../edges/edge-tables";
import { emptySpanFacts } from "../edges/span-facts";
import { uint64Text } from "../wire/any-value-json";
import type { ByteWriter } from "../wire/byte-writer";
import { nanosToMs } from "../wire/nanos-to-ms";
import type { AttributeDecoder } from "./attribute-decoder";
import { ROLE } from "./attribute-roles";
import type { ResourceInfo } from "./resource-cache";
import { samplingWeight } from "./sampling-weight";
import { SpanClassifier } from "./span-classifier";
import type { SpanFields } from "./span-fields";
import { CLOCK_AHEAD_MS, SPAN_LIMITS } from "./span-limits";
import type { DecodeContext } from "./trace-decoder";

const ZERO_ID = Buffer.alloc(8);

/** Writes one row of a block from a span's fields and tells the edge join about it. */
export class SpanRowWriter {
  readonly #strings: StringTable;
  readonly #attributes: AttributeDecoder;
  readonly #classifier: SpanClassifier;
  readonly #facts = emptySpanFacts();
  #context: DecodeContext = { mesh: "", nowMs: 0, oldestMs: 0, onSpan: () => {} };
  #mesh = 0;
  #scope = 0;
  #resource: ResourceInfo = { json: "{}", service: "", attributes: new Map(), proxy: false };
  #resourceId = 0;
  #service = 0;

  constructor(strings: StringTable, attributes: AttributeDecoder, tables: EdgeTables) {
    this.#strings = strings;
    this.#attributes = attributes;
    this.#classifier = new SpanClassifier(strings, attributes, tables);
  }

  begin(context: DecodeContext): void {
    this.#context = context;
    this.#mesh = this.#strings.internText(context.mesh);
  }

  setResource(resource: ResourceInfo): void {
    this.#resource = resource;
    this.#resourceId = this.#strings.internText(resource.json);
    this.#service = this.#strings.internText(resource.service);
  }

  setScope(scope: number): void {
    this.#scope = scope;
  }

  /** `bytes`: the message the fields were read from. */
  write(block: SpanBlock, fields: SpanFields, bytes: Buffer): void {
    const classifier = this.#classifier;
    classifier.classify(bytes, this.#resource, fields.kind, fields.status);
    block.traceId.copy(bytes, fields.traceId, fields.traceId + 16);
    block.spanId.copy(bytes, fields.spanId, fields.spanId + 8);
    if (fields.parentId < 0) block.parentSpanId.copy(ZERO_ID, 0, 8);
    else block.parentSpanId.copy(bytes, fields.parentId, fields.parentId + 8);
    this.#times(block, fields);
    block.kind.byte(fields.kind <= 5 ? fields.kind : 0);
    block.status.byte(fields.status <= 2 ? fields.status : 0);
    block.flags.uint32(fields.flags);
    block.mesh.push(this.#mesh);
    block.service.push(this.#service);
    block.namespace.push(classifier.namespace);
    block.workload.push(classifier.workload);
    block.name.push(fields.name === 0 ? this.#strings.internText("unnamed") : fields.name);
    block.peer.push(classifier.host);
    block.code.push(classifier.code);
    block.resource.push(this.#resourceId);
    block.scope.push(this.#scope);
    optionalText(block.statusMessage, fields.message);
    optionalText(block.traceState, fields.traceState);
    fields.droppedEvents += listJson(block.events, fields.events);
    fields.droppedLinks += listJson(block.links, fields.links);
    this.#dropped(block, fields);
    if (this.#attributes.truncatedKeys !== "") {
      this.#attributes.addText(block, "heddle.truncated", this.#attributes.truncatedKeys);
    }
    this.#attributes.endSpan(block);
    block.endRow();
    this.#observe(fields, bytes);
  }

  /** Start and duration; sets the facts' endMs and durationMs. A start years off becomes the time of arrival. */
  #times(block: SpanBlock, fields: SpanFields): void {
    const { startLow, startHigh, endLow, endHigh } = fields;
    const facts = this.#facts;
    let low = endLow - startLow;
    let high = endHigh - startHigh;
    if (low < 0) {
      low += 0x1_0000_0000;
      high--;
    }
    if (high < 0) {
      low = 0;
      high = 0;
    }
    block.durationNs.uint32(low);
    block.durationNs.uint32(high);
    facts.durationMs = nanosToMs(low, high);
    let startMs = nanosToMs(startLow, startHigh);
    const { nowMs, oldestMs } = this.#context;
    if (startMs < oldestMs || startMs > nowMs + CLOCK_AHEAD_MS) {
      this.#attributes.addText(block, "heddle.original_start", uint64Text(startLow, startHigh));
      const arrival = BigInt(Math.floor(nowMs)) * 1_000_000n;
      block.startTime.uint32(Number(arrival & 0xffff_ffffn));
      block.startTime.uint32(Number(arrival >> 32n));
      startMs = nowMs;
      if (facts.durationMs > CLOCK_AHEAD_MS) facts.durationMs = 0;
    } else {
      block.startTime.uint32(startLow);
      block.startTime.uint32(startHigh);
    }
    facts.endMs = startMs + facts.durationMs;
  }

  #dropped(block: SpanBlock, fields: SpanFields): void {
    const attributes = fields.droppedAttributes + this.#attributes.dropped;
    if (attributes === 0 && fields.droppedEvents === 0 && fields.droppedLinks === 0) {
      block.dropped.byte(0);
      return;
    }
    const counts = {
      ...(attributes > 0 && { droppedAttributesCount: attributes }),
      ...(fields.droppedEvents > 0 && { droppedEventsCount: fields.droppedEvents }),
      ...(fields.droppedLinks > 0 && { droppedLinksCount: fields.droppedLinks }),
    };
    block.dropped.text(JSON.stringify(counts));
  }

  #observe(fields: SpanFields, bytes: Buffer): void {
    const facts = this.#facts;
    const classifier = this.#classifier;
    facts.traceLow = word(bytes, fields.traceId + 8);
    facts.traceHigh = word(bytes, fields.traceId + 12);
    facts.spanLow = word(bytes, fields.spanId);
    facts.spanHigh = word(bytes, fields.spanId + 4);
    facts.parentLow = fields.parentId < 0 ? 0 : word(bytes, fields.parentId);
    facts.parentHigh = fields.parentId < 0 ? 0 : word(bytes, fields.parentId + 4);
    facts.kind = fields.kind;
    facts.proxy = classifier.proxy ? 1 : 0;
    facts.peer = classifier.peer;
    facts.destination = classifier.destination;
    facts.outcome = classifier.outcome;
    facts.bytesSent = classifier.number(bytes, ROLE.requestSize);
    facts.bytesReceived = classifier.number(bytes, ROLE.responseSize);
    const weight = fields.traceState === "" ? null : samplingWeight(fields.traceState);
    facts.weight = weight ?? 1;
    facts.estimated = weight === 1 ? 0 : 1;
    this.#context.onSpan(facts);
  }
}

function word(bytes: Buffer, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  );
}

function optionalText(column: ByteWriter, text: string): void {
  if (text === "") column.byte(0);
  else column.text(text.length > SPAN_LIMITS.textChars ? text.slice(0, SPAN_LIMITS.textChars) : text);
}

/** Writes as many entries as the limit allows and gives the number of those left out. */
function listJson(column: ByteWriter, list: readonly unknown[]): number {
  if (list.length === 0) {
    column.byte(0);
    return 0;
  }
  let kept = list.length;
  let text = JSON.stringify(list);
  while (text.length > SPAN_LIMITS.listChars) {
    kept = kept >> 1;
    text = kept === 0 ? "" : JSON.stringify(list.slice(0, kept));
  }
  column.text(text);
  return list.length - kept;
}
