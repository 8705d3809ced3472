import type { ReactNode } from "react";
import type { AuditEntry } from "@/lib/model/audit-entry";
import { OutcomeChip } from "./audit-columns";
import { TimeText } from "./time-text";

/** The audit log on a phone: rows of two lines. */
export function AuditRows({
  entries,
  onSelect,
  empty,
}: {
  entries: readonly AuditEntry[];
  onSelect: (entry: AuditEntry) => void;
  empty: ReactNode;
}) {
  return (
    <ul className="min-h-0 flex-1 overflow-y-auto sm:hidden" aria-label="Audit log">
      {entries.map((entry) => (
        <li key={entry.id} className="border-b border-border-1">
          <button type="button" onClick={() => onSelect(entry)} className="block w-full px-3.5 py-2.5 text-left">
            <span className="flex items-center justify-between gap-2">
              <span className="mono truncate">{entry.action}</span>
              <OutcomeChip outcome={entry.outcome} bare />
            </span>
            <span className="mt-0.5 flex items-center justify-between gap-2 text-sm text-text-3">
              <span className="truncate">
                {entry.actor} {entry.target ? `· ${entry.target}` : ""}
              </span>
              <TimeText iso={entry.at} />
            </span>
          </button>
        </li>
      ))}
      {entries.length === 0 ? <li>{empty}</li> : null}
    </ul>
  );
}
