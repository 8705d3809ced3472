"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Figure } from "@/components/ui/figure";
import { HealthGlyph } from "@/components/ui/health-glyph";
import { SkeletonRows } from "@/components/ui/skeleton";
import { TextLink } from "@/components/ui/text-link";
import { duration } from "@/lib/client/format/duration";
import { clockOn, wholeTime } from "@/lib/client/format/time";
import { paths, type TraceSearchLink } from "@/lib/client/paths";
import { type TraceSearchInput, tracesQuery } from "@/lib/client/queries/traces";
import type { Scope } from "@/lib/client/scope-params";
import type { TraceSummary } from "@/lib/model/span";

const ASKED = 100;

/** Failed first, then slow. */
export function worstTraces(traces: readonly TraceSummary[], most: number): TraceSummary[] {
  return [...traces]
    .sort((a, b) => Number(b.errorCount > 0) - Number(a.errorCount > 0) || b.durationMs - a.durationMs)
    .slice(0, most);
}

/** The slow and failed traces of an edge or node, each a link; and the way to all of them. */
export function TraceRows({
  search,
  link,
  scope,
  live,
  most,
  title,
}: {
  search: Pick<TraceSearchInput, "mesh" | "durationSec" | "atMs" | "service" | "source" | "destination">;
  link: TraceSearchLink;
  scope: Scope;
  live: boolean;
  most: number;
  title: string;
}) {
  const query = useQuery(tracesQuery({ ...search, tags: {}, errorsOnly: false, limit: ASKED }, live));
  const rows = worstTraces(query.data?.traces ?? [], most);
  return (
    <section aria-label={title}>
      <div className="mb-1 mt-3 flex items-center">
        <h3 className="flex-1 text-xs font-semibold text-text-2">{title}</h3>
        <TextLink href={paths.traces(link, scope)} className="text-xs">
          {query.data ? `All ${query.data.matched}` : "All"}
        </TextLink>
      </div>
      {query.isPending ? <SkeletonRows rows={3} label="Loading traces" /> : null}
      {query.isError && !query.data ? (
        <p className="text-xs text-text-3">The traces could not be read just now.</p>
      ) : null}
      {query.data && rows.length === 0 ? (
        <p className="text-xs text-text-3">
          No trace of it in this window. Traces come a few seconds after their requests.
        </p>
      ) : null}
      <ul>
        {rows.map((trace) => (
          <li key={trace.traceId}>
            <Link
              href={paths.trace(trace.traceId, scope)}
              className="-mx-1.5 flex h-7 items-center gap-2.5 rounded-1 px-1.5 text-xs hover:bg-surface-2 max-sm:h-11"
            >
              <Figure {...duration(trace.durationMs)} className="w-14 text-right font-medium" />
              <HealthGlyph
                status={trace.errorCount > 0 ? "failing" : "healthy"}
                label={trace.errorCount > 0 ? "Failed" : "No error"}
              />
              {trace.rootCode ? (
                <span className={trace.errorCount > 0 ? "text-failing-fg" : "text-text-2"}>{trace.rootCode}</span>
              ) : null}
              <span className="min-w-0 flex-1 truncate text-text-2">{trace.rootName}</span>
              <time
                className="text-text-3 tabular-nums"
                dateTime={new Date(trace.startMs).toISOString()}
                title={wholeTime(trace.startMs)}
              >
                {clockOn(trace.startMs)}
              </time>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
