import { Info } from "lucide-react";
import { HealthChip } from "@/components/ui/chip";
import { HealthGlyph } from "@/components/ui/health-glyph";
import type { Finding } from "@/lib/model/finding";

const GLYPH = { error: "failing", warning: "degraded" } as const;

/** What validation says: a chip with the count, then each finding with its place, its reason and what mends it. */
export function FindingsList({
  findings,
  onOpen,
  blocks = "cannot be pushed",
  pass = "All checks pass",
}: {
  findings: readonly Finding[];
  /** opens the place of a finding */
  onOpen?: (finding: Finding) => void;
  /** what an error means here */
  blocks?: string;
  /** said when there is nothing to say */
  pass?: string;
}) {
  const errors = findings.filter((one) => one.severity === "error").length;
  const warnings = findings.filter((one) => one.severity === "warning").length;
  return (
    <div>
      {errors > 0 ? (
        <HealthChip status="failing">
          {plural(errors, "error")}: {blocks}
        </HealthChip>
      ) : warnings > 0 ? (
        <HealthChip status="degraded">{plural(warnings, "warning")}</HealthChip>
      ) : (
        <HealthChip status="healthy">{pass}</HealthChip>
      )}
      {findings.length > 0 ? (
        <ul className="mt-2 grid gap-2">
          {findings.map((finding) => (
            <li
              key={`${finding.code}${finding.object}${finding.path}${finding.message}`}
              className="flex items-start gap-2"
            >
              {finding.severity === "info" ? (
                <Info className="mt-0.5 size-3.5 shrink-0 text-text-3" role="img" aria-label="Note" />
              ) : (
                <HealthGlyph status={GLYPH[finding.severity]} label={finding.severity} className="mt-0.5" />
              )}
              <div className="min-w-0 text-sm">
                <p className="[overflow-wrap:anywhere]">
                  {finding.message} {finding.fix ? <span className="text-text-2">{finding.fix}</span> : null}
                </p>
                <p className="mono mt-0.5 flex flex-wrap gap-x-2 text-xs text-text-3 [overflow-wrap:anywhere]">
                  <Place finding={finding} {...(onOpen ? { onOpen } : {})} />
                  <span>{finding.code}</span>
                </p>
              </div>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function Place({ finding, onOpen }: { finding: Finding; onOpen?: (finding: Finding) => void }) {
  const text = `${finding.path || finding.object}${finding.line ? `, line ${finding.line}` : ""}`;
  if (!onOpen || !finding.line) return <span>{text}</span>;
  return (
    <button type="button" onClick={() => onOpen(finding)} className="rounded-1 text-accent hover:underline">
      {text}
    </button>
  );
}

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? "" : "s"}`;
