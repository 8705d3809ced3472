import { seriesColor } from "@/components/ui/series-marker";
import { percent } from "@/lib/client/format/percent";
import type { VersionFigures } from "./service-figures";

/** The versions of a service as one bar, each with its share of the requests; grey when there were none. */
export function ShareBar({ versions, className }: { versions: readonly VersionFigures[]; className?: string }) {
  const words = versions.map(({ version, share }) =>
    share === null ? version : `${version} ${percent(share).value}%`,
  );
  const measured = versions.some(({ share }) => share !== null && share > 0);
  return (
    <span className={className} role="img" aria-label={`Versions: ${words.join(", ")}`}>
      <span className="flex h-2 w-full gap-px overflow-hidden rounded-[3px] bg-surface-3">
        {measured
          ? versions.map(({ version, series, share }) =>
              share ? (
                <span
                  key={version}
                  title={`${version}: ${percent(share).value}%`}
                  className="h-full min-w-[3px]"
                  style={{ flexGrow: share, background: seriesColor(series) }}
                />
              ) : null,
            )
          : null}
      </span>
    </span>
  );
}
