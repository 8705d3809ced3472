import type { ReactNode } from "react";
import { HealthGlyph } from "@/components/ui/health-glyph";
import { count } from "@/lib/client/format/significant";
import type { TraceAnalysis } from "@/lib/traces/analyse-trace";

function Key({ mark, children }: { mark: ReactNode; children: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap max-lg:hidden">
      {mark}
      {children}
    </span>
  );
}

function completeness({ tree }: TraceAnalysis): string | null {
  const parts: string[] = [];
  if (tree.missingParents > 0) {
    parts.push(`${count(tree.missingParents)} ${tree.missingParents === 1 ? "span is" : "spans are"} missing a parent`);
  }
  if (tree.roots.length > 1 && tree.missingParents === 0) parts.push(`${tree.roots.length} spans have no parent`);
  if (tree.copies > 0) parts.push(`${count(tree.copies)} ${tree.copies === 1 ? "copy was" : "copies were"} left out`);
  return parts.length > 0 ? parts.join("; ") : null;
}

/** What the marks of the waterfall mean, and whether the trace is whole. */
export function TraceLegend({ analysis }: { analysis: TraceAnalysis }) {
  const lack = completeness(analysis);
  const hasGaveUp = analysis.rows.some((row) => row.gaveUpMs !== null);
  return (
    <div className="flex h-8 shrink-0 items-center gap-5 overflow-hidden border-t border-border-1 px-4 text-xs text-text-2 max-sm:px-3">
      <Key mark={<span className="h-[3px] w-5 rounded-full bg-text-1" />}>Critical path</Key>
      <Key mark={<span className="h-2.5 w-5 rounded-[2px] bg-series-1" />}>Hop to another service</Key>
      <Key
        mark={<span className="h-2.5 w-5 rounded-[2px] bg-[color-mix(in_srgb,var(--series-1)_38%,var(--surface-1))]" />}
      >
        Inside a service
      </Key>
      {hasGaveUp ? (
        <Key
          mark={
            <span className="hatch h-2.5 w-5 rounded-[2px] border border-series-1 [--hatch-color:var(--series-1)]" />
          }
        >
          Work after the caller gave up
        </Key>
      ) : null}
      <span className="flex-1" />
      <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
        <HealthGlyph status={lack ? "unknown" : "healthy"} label="" />
        {lack ?? "Complete: no span is missing"}
      </span>
    </div>
  );
}
