import type { ColumnDef } from "@tanstack/react-table";
import { Chip, HealthChip } from "@/components/ui/chip";
import type { AuditEntry } from "@/lib/model/audit-entry";
import { TimeText } from "./time-text";

const OUTCOME = {
  allowed: { status: "healthy", word: "Done" },
  refused: { status: "degraded", word: "Refused" },
  failed: { status: "failing", word: "Failed" },
} as const;

/** How an attempt ended, as glyph and word. */
export function OutcomeChip({ outcome, bare }: { outcome: AuditEntry["outcome"]; bare?: boolean }) {
  const { status, word } = OUTCOME[outcome];
  return (
    <HealthChip status={status} bare={bare ?? false}>
      {word}
    </HealthChip>
  );
}

/** Who acted; tokens and the system itself are marked. */
export function ActorText({ entry }: { entry: AuditEntry }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      {entry.actor || "unknown"}
      {entry.actorKind === "user" ? null : <Chip className="h-[18px] px-1.5 text-2xs">{entry.actorKind}</Chip>}
    </span>
  );
}

/** Columns of the audit table. */
export const AUDIT_COLUMNS: ColumnDef<AuditEntry, unknown>[] = [
  {
    header: "When",
    accessorKey: "at",
    cell: ({ row }) => <TimeText iso={row.original.at} />,
    meta: { className: "w-36" },
  },
  { header: "Who", accessorKey: "actor", cell: ({ row }) => <ActorText entry={row.original} /> },
  { header: "Did", accessorKey: "action", cell: ({ row }) => <span className="mono">{row.original.action}</span> },
  {
    header: "To",
    accessorKey: "target",
    cell: ({ row }) => <span className="font-medium">{row.original.target || "–"}</span>,
    meta: { className: "max-w-80" },
  },
  { header: "Namespace", accessorKey: "namespace", meta: { className: "max-lg:hidden" } },
  {
    header: "Outcome",
    accessorKey: "outcome",
    cell: ({ row }) => <OutcomeChip outcome={row.original.outcome} bare />,
  },
  { header: "From", accessorKey: "remoteAddress", meta: { className: "text-text-3 max-lg:hidden" } },
];
