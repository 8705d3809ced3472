import Link from "next/link";
import { Figure } from "@/components/ui/figure";
import { HealthGlyph } from "@/components/ui/health-glyph";
import { duration } from "@/lib/client/format/duration";
import { operationName } from "@/lib/client/format/operation-name";
import { clockOn } from "@/lib/client/format/time";
import type { TraceSummary } from "@/lib/model/span";

/** The trace table on a phone: rows of two lines. */
export function TracePhoneRows({
  traces,
  hrefOf,
}: {
  traces: readonly TraceSummary[];
  hrefOf: (trace: TraceSummary) => string;
}) {
  return (
    <ul aria-label="Traces" className="sm:hidden">
      {traces.map((trace) => (
        <li key={trace.traceId} className="border-b border-border-1 last:border-b-0">
          <Link href={hrefOf(trace)} prefetch={false} className="block px-3.5 py-2.5 outline-offset-[-2px]">
            <span className="flex items-center gap-2">
              <HealthGlyph status={trace.errorCount > 0 ? "failing" : "healthy"} className="size-[15px]" />
              <span className="min-w-0 flex-1 truncate font-medium">{operationName(trace.rootName)}</span>
              <Figure {...duration(trace.durationMs)} className="font-medium" />
            </span>
            <span className="mt-0.5 flex gap-2 pl-[23px] text-sm text-text-3">
              <span className="truncate">{trace.rootService}</span>
              <span>{trace.rootCode}</span>
              <span className="ml-auto tabular-nums">{clockOn(trace.startMs)}</span>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
