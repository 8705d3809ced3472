import { Panel } from "@/components/ui/panel";
import { figureText } from "@/lib/client/format/figure";
import { clock } from "@/lib/client/format/time";
import type { AnalysisPolicy } from "@/lib/model/analysis";
import { secondsWords } from "../target-words";
import { VerdictChip } from "../verdict-chip";
import { type CheckFacts, checkFigure } from "./check-facts";

const COLUMNS = 4;

/** The last windows of every check side by side. */
export function ChecksTable({ checks, policy }: { checks: readonly CheckFacts[]; policy: AnalysisPolicy }) {
  const times = [...new Set(checks.flatMap((one) => one.windows.map((window) => window.atMs)))]
    .sort((a, b) => a - b)
    .slice(-COLUMNS);
  return (
    <Panel
      flush
      title="Checks"
      caption={`every ${secondsWords(policy.intervalSec)}; ${policy.consecutiveFailureLimit} failed in a row, or ${policy.failureLimit} in a step, go back`}
      className="overflow-hidden max-sm:hidden"
    >
      <div className="overflow-x-auto">
        <table aria-label="Latest checks" className="w-full border-separate border-spacing-0">
          <thead>
            <tr className="h-7 text-left text-xs text-text-3 [&>th]:border-b [&>th]:border-border-1 [&>th]:px-2.5 [&>th]:font-medium">
              <th scope="col" className="!pl-3.5">
                Check
              </th>
              <th scope="col" className="text-right">
                Limit
              </th>
              <th scope="col" className="text-right">
                Last
              </th>
              {times.map((atMs) => (
                <th key={atMs} scope="col" className="tabular-nums">
                  {clock(atMs)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {checks.map((check) => (
              <tr
                key={check.id}
                className="h-[var(--row)] [&>td]:border-b [&>td]:border-border-1 [&>td]:px-2.5 [&>td]:whitespace-nowrap last:[&>td]:border-b-0"
              >
                <td className="!pl-3.5 font-medium">{check.title}</td>
                <td className="text-right tabular-nums text-text-2">
                  {check.limit === null ? "compared only" : `≤ ${figureText(checkFigure(check.unit, check.limit))}`}
                </td>
                <td className="text-right font-medium tabular-nums">
                  {figureText(checkFigure(check.unit, check.canary))}
                </td>
                {times.map((atMs) => {
                  const window = check.windows.find((one) => one.atMs === atMs);
                  return (
                    <td key={atMs}>
                      {window ? (
                        <VerdictChip verdict={window.verdict} tooFew={window.tooFew} bare />
                      ) : (
                        <span className="text-text-3">–</span>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
