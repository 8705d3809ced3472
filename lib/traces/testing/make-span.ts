import type { Span } from "../../model/span";

export const BASE_NANOS = 1_747_190_000_000_000_000n;

/** A span for tests; times in ms after a fixed moment. */
export function makeSpan(
  spanId: string,
  parentSpanId: string,
  startMs: number,
  endMs: number,
  more: Partial<Span> = {},
): Span {
  const nanos = (ms: number) => String(BASE_NANOS + BigInt(Math.round(ms * 1e6)));
  return {
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId,
    parentSpanId,
    name: `op ${spanId}`,
    kind: "internal",
    startUnixNano: nanos(startMs),
    endUnixNano: nanos(endMs),
    status: "unset",
    statusMessage: "",
    service: "web",
    attributes: {},
    resource: {},
    scopeName: "",
    scopeVersion: "",
    traceState: "",
    flags: 1,
    events: [],
    links: [],
    ...more,
  };
}
