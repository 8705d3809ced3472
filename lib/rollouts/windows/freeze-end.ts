import type { FreezeWindow } from "../../model/freeze-window";
import { zoneClock } from "../../model/zone-clock";

const MINUTE_MS = 60_000;
const DAY_MIN = 1440;
const DAYS = 7;
/** Weekly windows that have no gap within two weeks have none at all. */
const GAPLESS_MS = 15 * DAY_MIN * MINUTE_MS;

/** Whether a window holds at a moment (epoch ms). Over midnight, the day is the one it began on; the zone's own clock decides. */
export function holdsAt(when: FreezeWindow["when"], atMs: number): boolean {
  if (when.kind === "once") return Date.parse(when.from) <= atMs && atMs < Date.parse(when.to);
  const { day, minute } = zoneClock(when.timeZone, atMs);
  const { fromMinute, toMinute, days } = when;
  if (fromMinute < toMinute) return days.includes(day) && minute >= fromMinute && minute < toMinute;
  return (days.includes(day) && minute >= fromMinute) || (days.includes((day + DAYS - 1) % DAYS) && minute < toMinute);
}

export interface FreezeEnd {
  /** the first moment at which none of the windows holds, epoch ms */
  atMs: number;
  /** the zone of the window that ends last */
  timeZone: string;
}

/** When it is over for windows one of which holds now, however they overlap or follow each other. null: they leave no gap. */
export function freezeEnd(windows: readonly Pick<FreezeWindow, "when">[], nowMs: number): FreezeEnd | null {
  const ends = windows.map(({ when }) => (when.kind === "once" ? Date.parse(when.to) : nowMs));
  const latestMs = Math.max(nowMs, ...ends) + GAPLESS_MS;
  let end: FreezeEnd = { atMs: nowMs, timeZone: "UTC" };
  for (;;) {
    const on = windows.find(({ when }) => holdsAt(when, end.atMs));
    if (!on) return end;
    const timeZone = on.when.kind === "weekly" ? on.when.timeZone : "UTC";
    end = { atMs: on.when.kind === "once" ? Date.parse(on.when.to) : weeklyEnd(on.when, end.atMs), timeZone };
    if (end.atMs > latestMs) return null;
  }
}

type Weekly = Extract<FreezeWindow["when"], { kind: "weekly" }>;

/**
 * The end of a weekly window that holds at `atMs`: what its clock still has to go; minute by minute where that clock is put forward or back
 * meanwhile, for two days at most: a window without a gap holds then still.
 */
function weeklyEnd(when: Weekly, atMs: number): number {
  const fromMs = Math.floor(atMs / MINUTE_MS) * MINUTE_MS;
  const { minute } = zoneClock(when.timeZone, fromMs);
  const { fromMinute, toMinute } = when;
  const overMidnight = fromMinute >= toMinute && minute >= fromMinute;
  const left = (overMidnight ? DAY_MIN : 0) + toMinute - minute;
  const guess = fromMs + left * MINUTE_MS;
  if (zoneClock(when.timeZone, guess).minute === toMinute % DAY_MIN) return guess;
  let end = fromMs + MINUTE_MS;
  while (holdsAt(when, end) && end < fromMs + 2 * DAY_MIN * MINUTE_MS) end += MINUTE_MS;
  return end;
}
