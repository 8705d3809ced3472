import type { TraceAnalysis } from "./analyse-trace";
import type { ServiceStatistics } from "./service-statistics";
import type { TraceRow } from "./trace-row";

/** One sentence on where the time went: `lead` stands out, `rest` explains. */
export interface Culprit {
  lead: string;
  rest: string;
}

const MOST_OF_IT = 0.5;

function named(stats: ServiceStatistics): string {
  const version = stats.versions.length === 1 ? stats.versions[0] : "";
  return version && !stats.service.endsWith(`-${version}`) ? `${stats.service} ${version}` : stats.service;
}

function whole(share: number): string {
  return share > 0.995 ? "all" : `${Math.round(share * 100)}%`;
}

/** The row of a service that holds most of the critical path. */
function longestRow(analysis: TraceAnalysis, service: string): TraceRow | undefined {
  let best: TraceRow | undefined;
  let most = 0;
  for (const row of analysis.rows) {
    if (row.service !== service) continue;
    const ms = (analysis.sections[row.index] ?? []).reduce((sum, s) => sum + s.endMs - s.startMs, 0);
    if (ms > most) [best, most] = [row, ms];
  }
  return best;
}

function tries(row: TraceRow, rows: readonly TraceRow[]): string {
  if (!row.attempt) return row.failed ? ", which failed" : "";
  const all = rows.filter(
    (r) => r.parent === row.parent && r.service === row.service && r.attempt?.of === row.attempt?.of,
  );
  const bad = all.filter((r) => r.failed).length;
  const often = row.attempt.of === 2 ? "tried twice" : `tried ${row.attempt.of} times`;
  if (bad === all.length) return `, ${often}, every time without success`;
  return bad === 0 ? `, ${often}` : `, ${often}, ${bad} of them failed`;
}

/** Names the service on which the length of the trace depended most, by the critical path. */
export function culprit(analysis: TraceAnalysis): Culprit {
  const [first, second] = analysis.services;
  if (!first || first.criticalMs === 0) return { lead: "Nothing took measurable time.", rest: "" };
  if (first.criticalShare < MOST_OF_IT && second) {
    return {
      lead: "No single service stands out:",
      rest: `${named(first)} is ${whole(first.criticalShare)} of the critical path, ${named(second)} ${whole(second.criticalShare)}.`,
    };
  }
  const row = longestRow(analysis, first.service);
  return {
    lead: `${named(first)} is ${whole(first.criticalShare)} of the critical path:`,
    rest: row ? `“${row.operation}”${tries(row, analysis.rows)}.` : "",
  };
}
