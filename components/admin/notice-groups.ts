import type { NoticeKind } from "@/lib/model/notify-target";

/** What a target can be told of, as people think of it; every kind of message is in one group. */
export const NOTICE_GROUPS: readonly { id: string; label: string; short: string; kinds: readonly NoticeKind[] }[] = [
  { id: "approval", label: "It waits for approval", short: "approvals", kinds: ["approvalNeeded"] },
  { id: "paused", label: "It is paused", short: "pauses", kinds: ["paused"] },
  {
    id: "alarm",
    label: "It needs a person: held, stuck, break-glass unconfirmed",
    short: "alarms",
    kinds: ["holdOnHealthy", "breakGlassUnconfirmed", "validated", "applying", "promoting", "cleanup"],
  },
  { id: "back", label: "It goes back", short: "going back", kinds: ["rollingBack", "rolledBack"] },
  {
    id: "end",
    label: "It succeeds, or a newer one takes its place",
    short: "endings",
    kinds: ["succeeded", "superseded"],
  },
];

export const ALL_GROUPS: readonly string[] = NOTICE_GROUPS.map(({ id }) => id);

/** The groups a target is told of. `null`: everything. A group counts when any kind of it is wanted. */
export function groupsOf(kinds: readonly string[] | null): string[] {
  if (kinds === null) return [...ALL_GROUPS];
  return NOTICE_GROUPS.filter((group) => group.kinds.some((kind) => kinds.includes(kind))).map(({ id }) => id);
}

/** The kinds of chosen groups; null when all are chosen, so that kinds to come are told of too. */
export function kindsOf(groups: readonly string[]): NoticeKind[] | null {
  const chosen = NOTICE_GROUPS.filter(({ id }) => groups.includes(id));
  return chosen.length === NOTICE_GROUPS.length ? null : chosen.flatMap(({ kinds }) => kinds);
}

/** "everything", "approvals, alarms". */
export function noticeWords(kinds: readonly string[] | null): string {
  const groups = groupsOf(kinds);
  if (groups.length === NOTICE_GROUPS.length) return "everything";
  return (
    NOTICE_GROUPS.filter(({ id }) => groups.includes(id))
      .map(({ short }) => short)
      .join(", ") || "nothing"
  );
}
