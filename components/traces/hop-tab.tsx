import { Meter } from "@/components/ui/meter";
import { Note } from "@/components/ui/note";
import { seriesColor } from "@/components/ui/series-marker";
import { duration, milliseconds } from "@/lib/client/format/duration";
import { figureText } from "@/lib/client/format/figure";
import { percent } from "@/lib/client/format/percent";
import { responseFlag } from "@/lib/graph/response-flag";
import type { TraceAnalysis } from "@/lib/traces/analyse-trace";
import type { TraceRow } from "@/lib/traces/trace-row";
import type { TraceNode } from "@/lib/traces/trace-tree";
import { rowLabel } from "./row-label";

interface Part {
  id: string;
  words: string;
  ms: number;
  color: string;
}

function hopParts(row: TraceRow, series: number): Part[] {
  const color = seriesColor(series);
  const parts: (Part | null)[] = [
    part("client", "Caller, around its proxy", row.hop?.clientMs, "var(--text-3)"),
    part("network", "Network, both ways", row.hop?.networkMs, "var(--text-3)"),
    part("proxy", "Callee's proxy", row.hop?.serverProxyMs, color),
    part("server", rowLabel(row), row.hop?.serverMs, color),
  ];
  return parts.filter((p) => p !== null);
}

function part(id: string, words: string, ms: number | null | undefined, color: string): Part | null {
  return ms === null || ms === undefined ? null : { id, words, ms, color };
}

function Heading({ children }: { children: string }) {
  return <h3 className="mb-1.5 mt-4 text-xs font-semibold text-text-2">{children}</h3>;
}

function WhereItWent({ row, series }: { row: TraceRow; series: number }) {
  const parts = hopParts(row, series);
  if (parts.length < 2) return null;
  const whole = parts.reduce((sum, p) => sum + p.ms, 0) || 1;
  return (
    <>
      <Heading>Where the hop’s time went</Heading>
      <ul className="grid gap-1.5">
        {parts.map((p) => (
          <li key={p.id} className="grid grid-cols-[minmax(0,1.3fr)_minmax(0,1.3fr)_auto] items-center gap-2">
            <span className="truncate">{p.words}</span>
            <Meter
              label={figureText(percent(p.ms / whole))}
              parts={[{ id: p.id, share: p.ms / whole, color: p.color }]}
              className="h-2.5 [&>div]:bg-transparent"
            />
            <span className="min-w-16 text-right tabular-nums">{milliseconds(p.ms)} ms</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function criticalOf(analysis: TraceAnalysis, row: TraceRow): number {
  return (analysis.sections[row.index] ?? []).reduce((sum, s) => sum + s.endMs - s.startMs, 0);
}

/** The row in words: what its flags mean, where its time went, what is odd about it. */
export function HopTab({
  analysis,
  row,
  nodes,
  series,
  proxiesShown,
  onShowProxies,
}: {
  analysis: TraceAnalysis;
  row: TraceRow;
  nodes: readonly TraceNode[];
  series: number;
  proxiesShown: boolean;
  onShowProxies: () => void;
}) {
  const self = row.spans.reduce((sum, i) => sum + (analysis.self[i] ?? 0), 0);
  const critical = criticalOf(analysis, row);
  const message = nodes.map((n) => n.span.statusMessage).find(Boolean);
  const moved = nodes.find((n) => n.shiftMs !== 0);
  const warnings = [...new Set(nodes.flatMap((n) => n.warnings))];
  const total = analysis.tree.durationMs || 1;
  return (
    <div className="pt-3">
      {row.flags ? (
        <p className="mb-3">
          {row.flags.split(",").map((flag) => (
            <span key={flag} className="mono mr-1.5 inline-block rounded-1 bg-surface-3 px-1.5 py-px text-xs">
              {flag}
            </span>
          ))}
          {responseFlag(row.flags).words}.
          {row.gaveUpMs === null
            ? ""
            : ` ${rowLabel(row)} went on working for ${figureText(duration(row.endMs - row.gaveUpMs))} after that.`}
        </p>
      ) : row.gaveUpMs === null ? null : (
        <p className="mb-3">
          The caller gave up; {rowLabel(row)} went on working for {figureText(duration(row.endMs - row.gaveUpMs))}.
        </p>
      )}
      {message ? (
        <Note tone="failing" className="mb-3">
          <span className="text-text-1 [overflow-wrap:anywhere]">“{message}”</span>
        </Note>
      ) : null}
      <dl className="grid grid-cols-3 gap-3">
        {[
          { name: "Took", value: figureText(duration(row.endMs - row.startMs)) },
          { name: "Of it by itself", value: figureText(duration(self)) },
          { name: "On the critical path", value: critical > 0 ? figureText(percent(critical / total)) : "no" },
        ].map((fact) => (
          <div key={fact.name} className="min-w-0">
            <dt className="truncate text-xs text-text-3">{fact.name}</dt>
            <dd className="text-lg font-semibold tabular-nums">{fact.value}</dd>
          </div>
        ))}
      </dl>
      <WhereItWent row={row} series={series} />
      {nodes.length > 1 && !proxiesShown ? (
        <button type="button" className="mt-2 rounded-1 text-xs text-accent hover:underline" onClick={onShowProxies}>
          Show the {nodes.length} spans of this hop
        </button>
      ) : null}
      {moved ? (
        <p className="mt-3 text-xs text-text-3">
          Its clock was moved by {moved.shiftMs > 0 ? "+" : "−"}
          {figureText(duration(Math.abs(moved.shiftMs)))}.
        </p>
      ) : null}
      {warnings.map((warning) => (
        <Note key={warning} tone="degraded" className="mt-3">
          {warning}.
        </Note>
      ))}
    </div>
  );
}
