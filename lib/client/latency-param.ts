const FACTOR: Record<string, number> = { us: 0.001, µs: 0.001, ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 };

/** Ms of "10ms", "1.5 s", "250us"; a bare number is ms. null: it is no length of time. */
export function parseLatency(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*(us|µs|ms|s|min|m|h)?$/i.exec(text.trim());
  if (!match) return null;
  return Number(match[1]) * (FACTOR[match[2]?.toLowerCase() ?? "ms"] ?? 1);
}

/** How such a length is written back: "10ms", "1.5s". */
export function latencyText(ms: number): string {
  if (ms >= 1000) return `${Number((ms / 1000).toFixed(3))}s`;
  return ms < 1 && ms > 0 ? `${Number((ms * 1000).toFixed(3))}us` : `${Number(ms.toFixed(3))}ms`;
}
