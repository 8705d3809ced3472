const UNIT_SEC = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 } as const;

/** Seconds of a duration such as "30s", "10m", "1h", "2d"; null when it is none. */
export function parseDurationParam(text: string): number | null {
  const match = /^\s*(\d{1,6})\s*(s|m|h|d|w)\s*$/.exec(text);
  if (!match) return null;
  const seconds = Number(match[1]) * UNIT_SEC[match[2] as keyof typeof UNIT_SEC];
  return seconds > 0 ? seconds : null;
}

/** The shortest such duration: 600 -> "10m". */
export function durationParam(seconds: number): string {
  for (const unit of ["w", "d", "h", "m"] as const) {
    if (seconds >= UNIT_SEC[unit] && seconds % UNIT_SEC[unit] === 0 && (unit !== "w" || seconds % UNIT_SEC.w === 0)) {
      return `${seconds / UNIT_SEC[unit]}${unit}`;
    }
  }
  return `${seconds}s`;
}

/** A duration in words for pickers: "15 min", "1 h", "2 days". */
export function durationWords(seconds: number): string {
  if (seconds % 86_400 === 0) return seconds === 86_400 ? "24 h" : `${seconds / 86_400} days`;
  if (seconds % 3600 === 0) return `${seconds / 3600} h`;
  if (seconds % 60 === 0) return `${seconds / 60} min`;
  return `${seconds} s`;
}
