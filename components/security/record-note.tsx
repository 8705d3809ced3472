import { Note } from "@/components/ui/note";
import type { MtlsOverview } from "@/lib/model/mtls-overview";
import { isShort, spanWords } from "@/lib/policy/mtls/plaintext-record";

/** What the record of plaintext callers does not know: silence there is not proof that nobody calls. */
export function RecordNote({ overview }: { overview: MtlsOverview }) {
  const { gaps, coveredSec, quietSec } = overview;
  if (gaps.length > 0)
    return (
      <Note tone="degraded" title="Who talks plaintext is not known.">
        {gaps.join(" ")}
      </Note>
    );
  if (!isShort({ coveredSec, windowSec: quietSec })) return null;
  return (
    <Note tone="degraded">
      Traffic is on record for at most {lengthWords(coveredSec ?? 0)} of the last {spanWords(quietSec)}: who talked
      plaintext in the rest is not known.
    </Note>
  );
}

/** A length of time, counted in steps of ten minutes that have only begun: "20 minutes", "3 hours". */
function lengthWords(sec: number): string {
  return sec < 7200 ? `${Math.round(sec / 60)} minutes` : spanWords(sec);
}
