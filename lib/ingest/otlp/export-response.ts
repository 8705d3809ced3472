import { ByteWriter } from "../wire/byte-writer";

/** How much of a request was not kept; `rejected` 0 with no message is a full success. */
export interface PartialSuccess {
  rejected: number;
  message: string;
}

export type Signal = "traces" | "metrics";

/** Export{Trace,Metrics}ServiceResponse in protobuf: both have partial_success = 1 { rejected = 1, error_message = 2 }. */
export function exportResponse(partial: PartialSuccess): Buffer {
  const out = new ByteWriter(64);
  if (partial.rejected === 0 && partial.message === "") return out.view();
  const start = out.open(0x0a);
  if (partial.rejected > 0) {
    out.byte(0x08);
    out.varint(partial.rejected);
  }
  out.byte(0x12);
  out.text(partial.message);
  out.close(start);
  return out.view();
}

/** The same in OTLP/JSON. */
export function exportResponseJson(signal: Signal, partial: PartialSuccess): string {
  if (partial.rejected === 0 && partial.message === "") return "{}";
  const field = signal === "traces" ? "rejectedSpans" : "rejectedDataPoints";
  const rejected = partial.rejected > 0 ? { [field]: String(partial.rejected) } : {};
  return JSON.stringify({ partialSuccess: { ...rejected, errorMessage: partial.message } });
}

const SENTENCES: Record<string, string> = {
  trace_id: "trace ids must be 16 bytes and not zero",
  span_id: "span ids must be 8 bytes and not zero",
  parent_span_id: "parent span ids must be empty or 8 bytes",
};

/** Why spans were rejected, in words. */
export function rejectionMessage(reasons: ReadonlyMap<string, number>): string {
  return [...reasons].map(([reason, count]) => `${count} rejected: ${SENTENCES[reason] ?? reason}`).join("; ");
}
