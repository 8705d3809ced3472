import type { FreezeWindow } from "../../model/freeze-window";
import { type FreezeEnd, freezeEnd, holdsAt } from "./freeze-end";

/** Why nothing goes forward in these namespaces now, and until when, in whole sentences; null: no freeze window is on. */
export function freezeReason(
  windows: readonly FreezeWindow[],
  namespaces: readonly string[],
  nowMs: number,
): string | null {
  const theirs = windows.filter((one) => one.namespaces === null || one.namespaces.some((n) => namespaces.includes(n)));
  const on = theirs.find(({ when }) => holdsAt(when, nowMs));
  if (!on) return null;
  return `The freeze window "${on.name}" is on${on.reason && `: ${on.reason}`}. ${untilWords(freezeEnd(theirs, nowMs))}`;
}

function untilWords(end: FreezeEnd | null): string {
  if (end === null) return "It leaves no gap: nothing goes forward until an administrator changes it.";
  const { timeZone } = end;
  const time = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" }).format(end.atMs);
  return `Nothing goes forward until ${time} (${timeZone}).`;
}
