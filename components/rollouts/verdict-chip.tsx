import { HealthChip } from "@/components/ui/chip";
import type { Verdict } from "@/lib/model/analysis";
import { verdictLook } from "./phase-words";

/** Pass, Fail, Unclear, Too few, Error: glyph and word. */
export function VerdictChip({ verdict, tooFew, bare }: { verdict: Verdict; tooFew?: boolean; bare?: boolean }) {
  const { words, status } = verdictLook(verdict, tooFew);
  return (
    <HealthChip status={status} bare={bare ?? false}>
      {words}
    </HealthChip>
  );
}
