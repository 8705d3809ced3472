import type { FreezeWindow } from "../../model/freeze-window";

/** Why nothing goes forward in these namespaces now; null: no freeze window is on. */
export function freezeReason(
  windows: readonly FreezeWindow[],
  namespaces: readonly string[],
  nowMs: number,
): string | null {
  const on = windows.find(
    (window) =>
      (window.namespaces === null || window.namespaces.some((one) => namespaces.includes(one))) &&
      holdsAt(window.when, nowMs),
  );
  return on ? `The freeze window "${on.name}" is on${on.reason && `: ${on.reason}`}.` : null;
}

function holdsAt(when: FreezeWindow["when"], nowMs: number): boolean {
  if (when.kind === "once") return Date.parse(when.from) <= nowMs && nowMs < Date.parse(when.to);
  const { day, minute } = localTime(when.timeZone, nowMs);
  const { fromMinute, toMinute, days } = when;
  if (fromMinute < toMinute) return days.includes(day) && minute >= fromMinute && minute < toMinute;
  // Over midnight: the day is the one it began on.
  return (days.includes(day) && minute >= fromMinute) || (days.includes((day + 6) % 7) && minute < toMinute);
}

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

function localTime(timeZone: string, nowMs: number): { day: number; minute: number } {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const parts = new Map(format.formatToParts(nowMs).map(({ type, value }) => [type, value]));
  return {
    day: WEEKDAYS.indexOf(parts.get("weekday") ?? ""),
    minute: Number(parts.get("hour")) * 60 + Number(parts.get("minute")),
  };
}
