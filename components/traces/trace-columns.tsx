import type { ColumnDef } from "@tanstack/react-table";
import Link from "next/link";
import { Figure } from "@/components/ui/figure";
import { duration } from "@/lib/client/format/duration";
import { operationName } from "@/lib/client/format/operation-name";
import { count } from "@/lib/client/format/significant";
import { clockMs, wholeTime } from "@/lib/client/format/time";
import type { TraceSummary } from "@/lib/model/span";
import { TimeWent } from "./time-went";
import { TraceResult } from "./trace-result";

/** Columns of the trace table. `hrefOf` gives the address of a trace's page. */
export function traceColumns(
  series: ReadonlyMap<string, number>,
  hrefOf: (trace: TraceSummary) => string,
): ColumnDef<TraceSummary, unknown>[] {
  return [
    {
      id: "duration",
      header: "Duration",
      accessorFn: (t) => t.durationMs,
      sortDescFirst: true,
      cell: ({ row }) => <Figure {...duration(row.original.durationMs)} className="font-medium" />,
      meta: { align: "right", className: "w-24" },
    },
    {
      id: "errors",
      header: "Result",
      accessorFn: (t) => t.errorCount,
      sortDescFirst: true,
      cell: ({ row }) => <TraceResult trace={row.original} />,
    },
    {
      id: "root",
      header: "Root",
      enableSorting: false,
      cell: ({ row }) => (
        <Link href={hrefOf(row.original)} prefetch={false} className="rounded-1 hover:underline">
          <span className="text-text-3">{row.original.rootService}</span> {operationName(row.original.rootName)}
        </Link>
      ),
      meta: { className: "max-w-96" },
    },
    {
      id: "time",
      header: "Where the time went",
      enableSorting: false,
      cell: ({ row }) => <TimeWent trace={row.original} series={series} />,
    },
    {
      id: "spans",
      header: "Spans",
      accessorFn: (t) => t.spanCount,
      sortDescFirst: true,
      cell: ({ row }) => count(row.original.spanCount),
      meta: { align: "right" },
    },
    {
      id: "start",
      header: "Start",
      accessorFn: (t) => t.startMs,
      sortDescFirst: true,
      cell: ({ row }) => (
        <span className="text-text-2" title={wholeTime(row.original.startMs)}>
          {clockMs(row.original.startMs)}
        </span>
      ),
      meta: { align: "right" },
    },
  ];
}
