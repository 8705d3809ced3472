import { parseAsIsoDateTime, parseAsString, parseAsStringLiteral } from "nuqs/server";
import type { AuditSearch } from "@/lib/client/queries/audit";

export const OUTCOMES = ["allowed", "refused", "failed"] as const;

/** What the audit log is searched by, as it stands in the URL; `entry`: seq of the opened one. */
export const AUDIT_PARAMS = {
  actor: parseAsString,
  action: parseAsString,
  target: parseAsString,
  namespace: parseAsString,
  outcome: parseAsStringLiteral(OUTCOMES),
  since: parseAsIsoDateTime,
  until: parseAsIsoDateTime,
  entry: parseAsString,
};

export interface AuditFilter {
  actor: string | null;
  action: string | null;
  target: string | null;
  namespace: string | null;
  outcome: (typeof OUTCOMES)[number] | null;
  since: Date | null;
  until: Date | null;
}

export const NO_FILTER: AuditFilter = {
  actor: null,
  action: null,
  target: null,
  namespace: null,
  outcome: null,
  since: null,
  until: null,
};

/** What the API is asked for: only what is set. */
export function auditSearch({ since, until, ...words }: AuditFilter): AuditSearch {
  const set = Object.fromEntries(Object.entries(words).filter(([, value]) => value));
  return {
    ...set,
    ...(since ? { from: since.getTime() / 1000 } : {}),
    ...(until ? { to: until.getTime() / 1000 } : {}),
  };
}

/** A moment as a datetime-local field shows it, in the reader's own time; "" for none. */
export function localText(moment: Date | null): string {
  if (!moment) return "";
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
