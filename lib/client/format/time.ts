const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

const WHOLE = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  timeZoneName: "short",
});

/** "03:12:44" in the viewer's zone. */
export function clock(atMs: number): string {
  return CLOCK.format(atMs);
}

/** "03:12:44" on the day of `nowMs`, usually today; "14 May, 03:12:44" on any other. */
export function clockOn(atMs: number, nowMs = Date.now()): string {
  return day(atMs) === day(nowMs) ? clock(atMs) : `${day(atMs)}, ${clock(atMs)}`;
}

/** "03:12:44.412". */
export function clockMs(atMs: number): string {
  return `${CLOCK.format(atMs)}.${String(Math.floor(atMs) % 1000).padStart(3, "0")}`;
}

/** "03:12" */
export function clockMinutes(atMs: number): string {
  return CLOCK.format(atMs).slice(0, 5);
}

/** "03:12" today, "14 May 03:12" on any other day. */
export function clockMinutesOn(atMs: number, nowMs = Date.now()): string {
  return day(atMs) === day(nowMs) ? clockMinutes(atMs) : `${day(atMs)} ${clockMinutes(atMs)}`;
}

/** "14 May" */
export function day(atMs: number): string {
  return DAY.format(atMs);
}

/** "14 May 2026, 03:12:44 UTC": what a relative time says when hovered. */
export function wholeTime(atMs: number): string {
  return WHOLE.format(atMs);
}

/** Zone of the viewer as shown beside the time range: "UTC", "GMT+2". */
export function zoneName(atMs: number): string {
  const part = WHOLE.formatToParts(atMs).find((p) => p.type === "timeZoneName");
  return part?.value ?? "";
}

/** "12 s ago", "11 min ago" under an hour; the clock on the same day; else day and clock. */
export function relativeTime(atMs: number, nowMs: number): string {
  const seconds = Math.round((nowMs - atMs) / 1000);
  if (seconds < 0) return seconds > -60 ? "now" : `${day(atMs)}, ${clockMinutes(atMs)}`;
  if (seconds < 2) return "now";
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (day(atMs) === day(nowMs) && nowMs - atMs < 86_400_000) return clock(atMs);
  return `${day(atMs)}, ${clockMinutes(atMs)}`;
}

/** An age in words: "46 s", "12 min", "3 h", "2 days". */
export function age(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 100) return `${seconds} s`;
  if (seconds < 100 * 60) return `${Math.round(seconds / 60)} min`;
  if (seconds < 48 * 3600) return `${Math.round(seconds / 3600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}
