/**
 * What the join of spans into edges needs of one span. One object is reused for all spans of a request; ids are the low
 * 64 bits of the trace id and the span ids as two unsigned halves each, peers, hosts and outcomes are table numbers.
 */
export interface SpanFacts {
  traceLow: number;
  traceHigh: number;
  spanLow: number;
  spanHigh: number;
  parentLow: number;
  parentHigh: number;
  /** OTLP kind */
  kind: number;
  /** 1 when an Envoy emitted it */
  proxy: number;
  peer: number;
  /** number in DestinationTable of whom a client span calls; 0 unknown */
  destination: number;
  outcome: number;
  endMs: number;
  durationMs: number;
  bytesSent: number;
  bytesReceived: number;
  /** requests this span stands for: 1 / sampling probability */
  weight: number;
  /** 1 when the sampling probability is below one or not known */
  estimated: number;
}

export function emptySpanFacts(): SpanFacts {
  return {
    traceLow: 0,
    traceHigh: 0,
    spanLow: 0,
    spanHigh: 0,
    parentLow: 0,
    parentHigh: 0,
    kind: 0,
    proxy: 0,
    peer: 0,
    destination: 0,
    outcome: 0,
    endMs: 0,
    durationMs: 0,
    bytesSent: 0,
    bytesReceived: 0,
    weight: 1,
    estimated: 1,
  };
}
