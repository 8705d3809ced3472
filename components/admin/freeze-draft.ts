import type { FreezeWindow } from "@/lib/model/freeze-window";

/** A freeze window while it is typed. `from`, `to`: as a date field writes them, in the viewer's zone. */
export interface FreezeDraft {
  name: string;
  reason: string;
  /** "": everywhere */
  places: string;
  kind: FreezeWindow["when"]["kind"];
  from: string;
  to: string;
  days: readonly number[];
  fromClock: string;
  toClock: string;
  timeZone: string;
}

/** Friday from 16:00 to the day's end, in the viewer's zone. */
export function newFreezeDraft(timeZone: string): FreezeDraft {
  return {
    name: "",
    reason: "",
    places: "",
    kind: "weekly",
    from: "",
    to: "",
    days: [5],
    fromClock: "16:00",
    toClock: "00:00",
    timeZone,
  };
}

function minuteOf(clock: string): number | null {
  const parts = /^(\d\d):(\d\d)/.exec(clock);
  return parts ? Number(parts[1]) * 60 + Number(parts[2]) : null;
}

/** What is still missing or wrong, as what to do; null: it can be added. */
export function freezeProblem(draft: FreezeDraft): string | null {
  if (!draft.name.trim()) return "Give it a name first";
  if (draft.kind === "once") {
    if (!draft.from || !draft.to) return "Say from when to when first";
    return Date.parse(draft.from) < Date.parse(draft.to) ? null : "Let it end after it begins";
  }
  if (draft.days.length === 0) return "Tick a day first";
  if (minuteOf(draft.fromClock) === null || minuteOf(draft.toClock) === null) return "Say from when to when first";
  return draft.timeZone.trim() ? null : "Name its time zone first";
}

/** The window that a draft without a problem means. */
export function windowOfDraft(draft: FreezeDraft): Omit<FreezeWindow, "id"> {
  const namespaces = draft.places.split(/[\s,]+/).filter(Boolean);
  return {
    name: draft.name.trim(),
    reason: draft.reason.trim(),
    namespaces: namespaces.length > 0 ? namespaces : null,
    when:
      draft.kind === "once"
        ? { kind: "once", from: new Date(draft.from).toISOString(), to: new Date(draft.to).toISOString() }
        : {
            kind: "weekly",
            days: [...draft.days].sort(),
            fromMinute: minuteOf(draft.fromClock) ?? 0,
            toMinute: minuteOf(draft.toClock) || 1440,
            timeZone: draft.timeZone.trim(),
          },
  };
}
