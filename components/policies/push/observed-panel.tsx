import { seriesColor } from "@/components/ui/series-marker";
import { VersionTag } from "@/components/ui/version-tag";
import { percent } from "@/lib/client/format/percent";
import { count } from "@/lib/client/format/significant";
import type { Observed, ObservedShare } from "./observed-shares";

/** Measured share beside the wanted one, version by version: solid is observed, the dashed tick is wanted. */
export function ObservedPanel({
  observed: { shares, requests, ruled },
  windowSec,
  rules,
}: {
  observed: Observed;
  windowSec: number;
  /** rules that send requests past the weights */
  rules: readonly string[];
}) {
  return (
    <section aria-labelledby="observed-title" className="border-t border-border-1 px-3.5 py-3">
      <div className="mb-1 flex items-center gap-2">
        <h3 id="observed-title" className="flex-1 text-xs font-semibold text-text-2">
          Observed against wanted
        </h3>
        <span className="text-xs text-text-3">
          last {windowSec} s, {count(requests)} requests
        </span>
      </div>
      <ul>
        {shares.map((one) => (
          <li key={one.version} className="grid h-[30px] grid-cols-[52px_minmax(0,1fr)_48px_76px] items-center gap-2">
            <VersionTag name={one.version} series={one.series} className="overflow-hidden" />
            <span aria-hidden="true" className="relative h-3 rounded-[2px] bg-surface-3">
              <span
                className="absolute inset-y-0 left-0 rounded-[2px]"
                style={{ width: `${one.observed ?? 0}%`, background: seriesColor(one.series) }}
              />
              {one.wanted === null ? null : (
                <span
                  className="absolute -inset-y-1 border-l-2 border-dashed border-text-1"
                  style={{ left: `min(${one.wanted}%, calc(100% - 2px))` }}
                />
              )}
            </span>
            <span className="text-right font-medium tabular-nums">
              {one.observed === null ? <span className="text-text-3">–</span> : `${percent(one.observed / 100).value}%`}
            </span>
            <span className="whitespace-nowrap text-right tabular-nums text-text-3">{wantWords(one)}</span>
          </li>
        ))}
      </ul>
      <div className="mt-2 flex items-center gap-3 text-xs text-text-3">
        <span className="flex items-center gap-1.5">
          <span aria-hidden="true" className="h-2 w-3.5 rounded-[2px] bg-series-1" />
          Observed
        </span>
        <span className="flex items-center gap-1.5">
          <span aria-hidden="true" className="h-3.5 border-l-2 border-dashed border-text-1" />
          Wanted
        </span>
      </div>
      {rules.length > 0 ? (
        <p className="mt-2 text-xs text-text-3">
          {ruled === null
            ? `Rules come first (${rules.join("; ")}), so the weights alone cannot be told from the shares.`
            : `Rules took about ${percent(ruled / 100).value}% of the requests (${rules.join("; ")}); the weights share the rest.`}
        </p>
      ) : null}
    </section>
  );
}

const wantWords = ({ wanted, byRule }: ObservedShare): string =>
  wanted === null ? (byRule ? "by rule" : "") : `want ${Number(wanted.toFixed(1))}%`;
