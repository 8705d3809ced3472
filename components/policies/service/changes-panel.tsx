import Link from "next/link";
import { Panel } from "@/components/ui/panel";
import { paths } from "@/lib/client/paths";
import type { Scope } from "@/lib/client/scope-params";
import type { Change } from "@/lib/model/change";
import { ChangeChip } from "../push/change-chip";
import { TimeText } from "../time-text";

/** The latest changes of a service's objects, newest first. */
export function ChangesPanel({ changes, scope }: { changes: readonly Change[]; scope: Scope }) {
  return (
    <Panel flush title="Recent changes">
      {changes.length === 0 ? (
        <p className="px-3.5 py-3 text-text-3">Nothing has been changed here yet.</p>
      ) : (
        <ul>
          {changes.slice(0, 8).map((change) => (
            <li key={change.id} className="border-b border-border-1 last:border-b-0">
              <Link
                href={paths.change(change.id, scope)}
                className="block px-3.5 py-2 outline-offset-[-2px] hover:bg-surface-2"
              >
                <span className="flex items-center gap-2">
                  <span className="font-medium">Change {change.number}</span>
                  <span className="ml-auto">
                    <ChangeChip state={change.state} bare />
                  </span>
                </span>
                <span className="block truncate text-xs text-text-2">{change.reason || "No reason given"}</span>
                <span className="block truncate text-xs text-text-3">
                  {change.author}, <TimeText iso={change.createdAt} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
