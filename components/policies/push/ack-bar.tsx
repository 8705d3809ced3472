import { HealthGlyph } from "@/components/ui/health-glyph";
import type { Progress } from "./propagation";

/** Acknowledged, on its way, refused: one bar over the proxies a change concerns, and the same in words. */
export function AckBar({ progress }: { progress: Progress }) {
  const { acked, waiting, refused, unaffected, disconnected } = progress;
  const words = [
    `${acked} acknowledged`,
    waiting ? `${waiting} waiting` : "",
    refused.length ? `${refused.length} refused` : "",
  ].filter(Boolean);
  return (
    <div className="px-3.5">
      <div role="img" aria-label={words.join(", ")} className="flex h-2 gap-0.5">
        {acked > 0 ? <span className="rounded-[2px] bg-healthy-mark" style={{ flex: acked }} /> : null}
        {waiting > 0 ? (
          <span className="hatch rounded-[2px] border border-accent-border" style={{ flex: waiting }} />
        ) : null}
        {refused.length > 0 ? (
          <span className="rounded-[2px] bg-failing-mark" style={{ flex: refused.length }} />
        ) : null}
        {progress.reached === 0 ? <span className="flex-1 rounded-[2px] bg-surface-3" /> : null}
      </div>
      <ul className="flex flex-wrap gap-x-3 gap-y-1 pt-1.5 text-xs text-text-2">
        <Count glyph="healthy" words={`${acked} acknowledged`} />
        {waiting > 0 ? <Count glyph="unknown" words={`${waiting} waiting`} /> : null}
        {refused.length > 0 ? <Count glyph="failing" words={`${refused.length} refused`} /> : null}
        {unaffected > 0 ? <Count glyph="idle" words={`${unaffected} unaffected`} /> : null}
        {disconnected > 0 ? <Count glyph="unknown" words={`${disconnected} not connected`} /> : null}
      </ul>
    </div>
  );
}

function Count({ glyph, words }: { glyph: "healthy" | "unknown" | "failing" | "idle"; words: string }) {
  return (
    <li className="flex items-center gap-1.5">
      <HealthGlyph status={glyph} label="" className="size-3" />
      {words}
    </li>
  );
}
