import type { TimeView } from "@/lib/client/view-param";
import type { Stretch } from "@/lib/traces/row-sections";

/** Left edge and width of a stretch, % of the shown time; null when it lies outside. */
export function barGeometry(startMs: number, endMs: number, view: TimeView): { left: number; width: number } | null {
  const span = view.toMs - view.fromMs || 1;
  const from = Math.max(startMs, view.fromMs);
  const to = Math.min(endMs, view.toMs);
  if (to < from || (to === from && endMs > startMs)) return null;
  return { left: ((from - view.fromMs) / span) * 100, width: ((to - from) / span) * 100 };
}

/** Stretches in view, those closer than 0.1% of it drawn as one: a root may have thousands. */
export function drawnStretches(stretches: readonly Stretch[], view: TimeView): Stretch[] {
  const gap = (view.toMs - view.fromMs) / 1000;
  const drawn: Stretch[] = [];
  for (const { startMs, endMs } of stretches) {
    if (endMs < view.fromMs || startMs > view.toMs) continue;
    const last = drawn[drawn.length - 1];
    if (last && startMs - last.endMs < gap) last.endMs = Math.max(last.endMs, endMs);
    else drawn.push({ startMs, endMs });
  }
  return drawn;
}
