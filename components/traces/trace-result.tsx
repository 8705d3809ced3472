import { HealthChip } from "@/components/ui/chip";
import type { TraceSummary } from "@/lib/model/span";

/** How a trace ended: its root's status, and whether something inside failed. */
export function TraceResult({ trace }: { trace: TraceSummary }) {
  const code = Number(trace.rootCode);
  const bad = code >= 500 || (trace.rootCode === "" && trace.errorCount > 0) || trace.rootCode === "0";
  const status = bad ? "failing" : trace.errorCount > 0 || code >= 400 ? "degraded" : "healthy";
  const words = trace.rootCode === "" ? (bad ? "Failed" : "OK") : trace.rootCode === "0" ? "No answer" : trace.rootCode;
  return (
    <HealthChip status={status} bare>
      {words}
      {!bad && trace.errorCount > 0 ? (
        <span className="font-normal text-text-3">{trace.errorCount} failed inside</span>
      ) : null}
    </HealthChip>
  );
}
