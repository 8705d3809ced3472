import { parseDurationParam } from "./duration-param";

/** A window: its length, and where it ends (epoch ms; null: it moves with the present). */
export interface TimeWindow {
  durationSec: number;
  atMs: number | null;
}

export type ParsedRange = { ok: true; window: TimeWindow } | { ok: false; message: string };

const UNITS: [RegExp, string][] = [
  [/\b(seconds?|secs?)\b/g, "s"],
  [/\b(minutes?|mins?)\b/g, "m"],
  [/\b(hours?|hrs?)\b/g, "h"],
  [/\b(days?)\b/g, "d"],
  [/\b(weeks?)\b/g, "w"],
];

const HELP = "Try 15m, now-2h to now-1h, 10:00 to 10:30 or 2026-05-14 10:00 to 11:00.";

/**
 * Reads what a person types into the time field: a length ("15m", "last 2 hours"), a relative range ("now-2h to now-1h"),
 * an absolute one ("10:00 to 10:30", "2026-05-14 10:00 to 11:00", ISO 8601), or one moment, which keeps `currentSec`.
 * Clock times are in the viewer's zone: today, or yesterday when they are still to come.
 */
export function parseTimeRange(text: string, nowMs: number, currentSec: number): ParsedRange {
  const input = normalise(text);
  if (input === "") return { ok: false, message: `Nothing typed. ${HELP}` };
  const length = parseDurationParam(input.replace(/^last\s+/, ""));
  if (length !== null) return { ok: true, window: { durationSec: length, atMs: null } };
  const [fromText, toText, ...more] = input.split(/\s+(?:to|–|—|-|until)\s+|\s*\.\.\s*/);
  if (fromText === undefined || more.length > 0) return { ok: false, message: `One start and one end. ${HELP}` };
  const from = moment(fromText, nowMs, null);
  if (from === null) return { ok: false, message: `“${fromText}” is no time. ${HELP}` };
  if (toText === undefined) return single(fromText, from, nowMs, currentSec);
  const to = moment(toText, nowMs, from);
  if (to === null) return { ok: false, message: `“${toText}” is no time. ${HELP}` };
  if (to <= from) return { ok: false, message: "The end is not after the start." };
  const durationSec = Math.max(1, Math.round((to - from) / 1000));
  return { ok: true, window: { durationSec, atMs: toText === "now" ? null : to } };
}

/** The window moved by its own length; forward past the present it is live again. */
export function shiftWindow(window: TimeWindow, direction: -1 | 1, nowMs: number): TimeWindow {
  const end = (window.atMs ?? nowMs) + direction * window.durationSec * 1000;
  return { durationSec: window.durationSec, atMs: end >= nowMs ? null : end };
}

function normalise(text: string): string {
  let out = text.trim().replace(/\s+/g, " ");
  if (!/[a-z]{3,} \d|\d [a-z]{3,} \d/i.test(out) || /^last/i.test(out)) out = out.toLowerCase();
  for (const [pattern, unit] of UNITS) out = out.replace(pattern, unit);
  return out.replace(/(\d) (?=[smhdw]\b)/g, "$1");
}

function single(text: string, atMs: number, nowMs: number, currentSec: number): ParsedRange {
  const relative = /^now-/.test(text);
  if (relative) return { ok: true, window: { durationSec: Math.round((nowMs - atMs) / 1000), atMs: null } };
  if (atMs > nowMs) return { ok: false, message: "That is still to come." };
  return { ok: true, window: { durationSec: currentSec, atMs } };
}

/** Epoch ms of one end. `day` (epoch ms): the day a bare clock time belongs to; null: today or yesterday. */
function moment(text: string, nowMs: number, day: number | null): number | null {
  if (text.toLowerCase() === "now") return nowMs;
  const back = /^now-(.+)$/i.exec(text);
  if (back?.[1]) {
    const seconds = parseDurationParam(back[1].toLowerCase());
    return seconds === null ? null : nowMs - seconds * 1000;
  }
  const clock = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text);
  if (clock) return clockTime(clock, nowMs, day);
  if (/^\d{9,11}$/.test(text)) return Number(text) * 1000;
  const iso = /^(\d{4}-\d{2}-\d{2})(?:[ t](\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?)(z|[+-]\d{2}:?\d{2})?)?$/i.exec(text);
  if (iso) return finite(Date.parse(`${iso[1]}T${iso[2] ?? "00:00"}${iso[3] ?? ""}`));
  if (!/\d/.test(text) || !/[a-z]{3}/i.test(text)) return null;
  const withYear = /\d{4}/.test(text)
    ? text
    : text.replace(/^(\d{1,2} [a-z]+)/i, `$1 ${new Date(nowMs).getFullYear()}`);
  return finite(Date.parse(withYear));
}

function clockTime(clock: RegExpExecArray, nowMs: number, day: number | null): number | null {
  const [hours, minutes, seconds] = [Number(clock[1]), Number(clock[2]), Number(clock[3] ?? 0)];
  if (hours > 23 || minutes > 59 || seconds > 59) return null;
  const at = new Date(day ?? nowMs);
  at.setHours(hours, minutes, seconds, 0);
  if (day === null && at.getTime() > nowMs) at.setDate(at.getDate() - 1);
  return at.getTime();
}

function finite(ms: number): number | null {
  return Number.isFinite(ms) ? ms : null;
}
