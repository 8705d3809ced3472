import { clockMinutesOn, day } from "@/lib/client/format/time";
import type { FreezeWindow } from "@/lib/model/freeze-window";
import type { FreezeSpan } from "./freeze-span";

export const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;
/** As a week is read: from Monday. */
export const WEEK = [1, 2, 3, 4, 5, 6, 0] as const;

const two = (value: number) => String(value).padStart(2, "0");

/** The day is said once where both ends share it. */
const spanOf = ({ fromMs, toMs }: FreezeSpan, nowMs: number) =>
  `${clockMinutesOn(fromMs, nowMs)} to ${clockMinutesOn(toMs, day(toMs) === day(fromMs) ? toMs : nowMs)}`;

/** "16:00", and "24:00" for the day's end. */
export const minuteWords = (minute: number) => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;

/** "Mon, Fri from 16:00 to 24:00, Europe/Berlin", "once, 28 Nov 16:00 to 18:00". */
export function whenWords({ when }: FreezeWindow, nowMs: number): string {
  if (when.kind === "once")
    return `once, ${spanOf({ fromMs: Date.parse(when.from), toMs: Date.parse(when.to) }, nowMs)}`;
  const days = WEEK.filter((one) => when.days.includes(one)).map((one) => DAYS[one].slice(0, 3));
  const over = when.fromMinute >= when.toMinute ? " of the next day" : "";
  return `${days.length === 7 ? "every day" : days.join(", ")} from ${minuteWords(when.fromMinute)} to ${minuteWords(when.toMinute)}${over}, ${when.timeZone}`;
}

/** "On until 18:00", "28 Nov 16:00 to 29 Nov 00:00", in the viewer's zone. */
export function spanWords({ fromMs, toMs }: FreezeSpan, nowMs: number): string {
  if (fromMs <= nowMs) return `On until ${clockMinutesOn(toMs, nowMs)}`;
  return spanOf({ fromMs, toMs }, nowMs);
}
