/** 2^56: thresholds are 56-bit. Source: OpenTelemetry probability sampling, tracestate `ot=th:…`. */
const THRESHOLD_RANGE = 2 ** 56;

/** How many requests a span stands for by its tracestate (1 / sampling probability), null when it does not say. */
export function samplingWeight(traceState: string): number | null {
  const match = /(?:^|,)\s*ot=(?:[^,]*;)?th:([0-9a-f]{1,14})(?:[;,]|$)/.exec(traceState);
  if (!match) return null;
  const threshold = Number.parseInt((match[1] ?? "0").padEnd(14, "0"), 16);
  return THRESHOLD_RANGE / (THRESHOLD_RANGE - threshold);
}
