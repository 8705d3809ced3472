import { TransportChip } from "@/components/ui/chip";
import { Figure } from "@/components/ui/figure";
import { bytes } from "@/lib/client/format/bytes";
import { duration } from "@/lib/client/format/duration";
import { percent } from "@/lib/client/format/percent";
import { rate } from "@/lib/client/format/rate";
import { DEFAULT_THRESHOLDS } from "@/lib/graph/health";

const NONE = <span className="text-text-3">–</span>;

const { degraded, failing } = DEFAULT_THRESHOLDS.errors;

export function RateFigure({ perSec }: { perSec: number }) {
  return perSec > 0 ? <Figure {...rate(perSec)} /> : NONE;
}

export function BytesFigure({ perSec }: { perSec: number }) {
  return perSec > 0 ? <Figure {...bytes(perSec, true)} /> : NONE;
}

/** Share of failed requests; coloured when it hurts. Without requests there is no share. */
export function ErrorFigure({ ratio, requests }: { ratio: number; requests: number }) {
  if (requests === 0) return NONE;
  const tone =
    ratio >= failing ? "font-medium text-failing-fg" : ratio > degraded ? "font-medium text-degraded-fg" : "";
  return <Figure {...percent(ratio)} className={tone} />;
}

export function LatencyFigure({ ms }: { ms: number | null }) {
  return ms === null ? NONE : <Figure {...duration(ms)} />;
}

/** Share of mutual TLS: its lock is open unless all of it is. */
export function MtlsFigure({ share }: { share: number | null }) {
  if (share === null) return NONE;
  const { value } = percent(share);
  return <TransportChip secure={share === 1}>{share === 0 ? "Plaintext" : `${value}% mTLS`}</TransportChip>;
}
