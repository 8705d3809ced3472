import type { FreezeWindow } from "@/lib/model/freeze-window";
import { zoneClock } from "@/lib/model/zone-clock";

export interface FreezeSpan {
  fromMs: number;
  toMs: number;
}

const MINUTE_MS = 60_000;
const DAY_MIN = 1440;

/** The moment near `guessMs` at which the zone's clock shows `minute`: clocks may be put forward or back in between. */
function onTheClock(timeZone: string, guessMs: number, minute: number): number {
  const shown = zoneClock(timeZone, guessMs).minute;
  const off = ((shown - minute + DAY_MIN * 1.5) % DAY_MIN) - DAY_MIN / 2;
  return guessMs - off * MINUTE_MS;
}

/** When a window holds: now, or else next; null when it is over for good. Over midnight, the day is the one it begins on. */
export function freezeSpan(when: FreezeWindow["when"], nowMs: number): FreezeSpan | null {
  if (when.kind === "once") {
    const span = { fromMs: Date.parse(when.from), toMs: Date.parse(when.to) };
    return span.toMs > nowMs ? span : null;
  }
  const { days, fromMinute, toMinute, timeZone } = when;
  const wholeMinute = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS;
  const local = zoneClock(timeZone, wholeMinute);
  const length = fromMinute < toMinute ? toMinute - fromMinute : DAY_MIN - fromMinute + toMinute;
  for (let ahead = -1; ahead <= 7; ahead++) {
    if (!days.includes((local.day + ahead + 7) % 7)) continue;
    const guess = wholeMinute + (ahead * DAY_MIN + fromMinute - local.minute) * MINUTE_MS;
    const fromMs = onTheClock(timeZone, guess, fromMinute);
    const toMs = onTheClock(timeZone, fromMs + length * MINUTE_MS, toMinute % DAY_MIN);
    if (toMs > nowMs) return { fromMs, toMs };
  }
  return null;
}
