import { HealthGlyph } from "@/components/ui/health-glyph";
import type { Finding } from "@/lib/model/finding";

/** Findings of one field or of everything below it. */
const findingsAt = (findings: readonly Finding[], path: string): Finding[] =>
  findings.filter((one) => one.path === path || one.path.startsWith(`${path}.`) || one.path.startsWith(`${path}[`));

/** The first error of a field as one sentence with its remedy, for `Field`. */
export function errorAt(findings: readonly Finding[], path: string): string | undefined {
  const found = findingsAt(findings, path).find((one) => one.severity === "error");
  return found ? `${found.message}${found.fix ? ` ${found.fix}` : ""}` : undefined;
}

/** What validation says beside the field it is about. */
export function FieldFindings({
  findings,
  path,
  alone,
}: {
  findings: readonly Finding[];
  path: string;
  /** not what is said of fields below it */
  alone?: boolean;
}) {
  const own = findingsAt(findings, path).filter((one) => one.severity !== "info" && (!alone || one.path === path));
  if (own.length === 0) return null;
  return (
    <ul className="mt-1 grid gap-1" aria-live="polite">
      {own.map((one) => (
        <li
          key={`${one.code}${one.path}${one.message}`}
          className={`flex items-start gap-1.5 text-xs ${one.severity === "error" ? "text-failing-fg" : "text-degraded-fg"}`}
        >
          <HealthGlyph
            status={one.severity === "error" ? "failing" : "degraded"}
            label={one.severity}
            className="mt-0.5 size-3"
          />
          <span className="min-w-0 [overflow-wrap:anywhere]">
            {one.message} {one.fix ? <span className="text-text-2">{one.fix}</span> : null}
          </span>
        </li>
      ))}
    </ul>
  );
}
