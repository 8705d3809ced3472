import type { FreezeWindow } from "@/lib/model/freeze-window";
import { minuteWords } from "./freeze-words";

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

/** As a time field writes it: it knows no 24:00. */
const clockOf = (minute: number) => minuteWords(minute % 1440);

/** A moment as a date field of the viewer's zone writes it. */
function localText(iso: string): string {
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** A stored window as a draft, to be changed: `windowOfDraft` of it is the same window, seconds aside. */
export function draftOfWindow({ name, reason, namespaces, when }: FreezeWindow, timeZone: string): FreezeDraft {
  const draft = { ...newFreezeDraft(timeZone), name, reason, places: namespaces?.join(", ") ?? "", kind: when.kind };
  if (when.kind === "once") return { ...draft, from: localText(when.from), to: localText(when.to) };
  const clocks = { fromClock: clockOf(when.fromMinute), toClock: clockOf(when.toMinute) };
  return { ...draft, ...clocks, days: when.days, timeZone: when.timeZone };
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
