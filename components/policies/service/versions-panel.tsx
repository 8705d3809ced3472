import { Panel } from "@/components/ui/panel";
import { seriesColor } from "@/components/ui/series-marker";
import { VersionTag } from "@/components/ui/version-tag";
import { percent } from "@/lib/client/format/percent";
import type { ServiceDetail } from "@/lib/model/service-detail";
import type { SplitWeight } from "@/lib/policy/edit/split-intent";
import { ErrorFigure, LatencyFigure, RateFigure } from "../figure-cells";
import type { VersionFigures } from "../service-figures";
import type { ShiftVersion } from "../shift/shift-base";

/** The versions of a service: observed share (solid) with the wanted one (dashed tick), figures, instances. */
export function VersionsPanel({
  versions,
  weights,
  targets,
  workloads,
  ruled,
}: {
  versions: readonly VersionFigures[];
  weights: readonly SplitWeight[];
  targets: readonly ShiftVersion[];
  workloads: ServiceDetail["workloads"];
  /** rules send some requests past the weights */
  ruled: boolean;
}) {
  const wantedOf = (version: string) => {
    const subsets = targets.filter((one) => one.version === version).map((one) => one.subset);
    if (weights.length === 0) return null;
    return weights.filter((one) => subsets.includes(one.subset)).reduce((sum, one) => sum + one.weight, 0);
  };
  return (
    <Panel
      flush
      title="Versions"
      caption={
        weights.length === 0
          ? "no split is set: every instance alike"
          : ruled
            ? "solid is observed, the dashed tick is wanted; rules come on top"
            : "solid is observed, the dashed tick is wanted"
      }
    >
      <div className="overflow-x-auto">
        <table className="w-full whitespace-nowrap" aria-label="Versions">
          <thead>
            <tr className="h-7 text-left text-xs text-text-3 [&>th]:border-b [&>th]:border-border-1 [&>th]:px-2.5 [&>th]:font-medium [&>th:first-child]:pl-3.5 [&>th:last-child]:pr-3.5">
              <th scope="col">Version</th>
              <th scope="col" className="w-[36%]">
                Share
              </th>
              <th scope="col" className="text-right">
                Observed
              </th>
              <th scope="col" className="text-right max-sm:hidden">
                Wanted
              </th>
              <th scope="col" className="text-right">
                Rate
              </th>
              <th scope="col" className="text-right">
                Failed
              </th>
              <th scope="col" className="text-right max-sm:hidden">
                p95
              </th>
              <th scope="col" className="text-right max-sm:hidden">
                Instances
              </th>
            </tr>
          </thead>
          <tbody>
            {versions.map((one) => {
              const wanted = wantedOf(one.version);
              const own = workloads.filter((workload) => workload.version === one.version);
              return (
                <tr
                  key={one.version}
                  className="h-9 [&>td]:border-b [&>td]:border-border-1 [&>td]:px-2.5 last:[&>td]:border-b-0 [&>td:first-child]:pl-3.5 [&>td:last-child]:pr-3.5"
                >
                  <td>
                    <VersionTag name={one.version} series={one.series} />
                  </td>
                  <td>
                    <Share figures={one} wanted={wanted} />
                  </td>
                  <td className="text-right font-medium tabular-nums">
                    {one.share === null ? "–" : `${percent(one.share).value}%`}
                  </td>
                  <td className="text-right tabular-nums text-text-3 max-sm:hidden">
                    {wanted === null ? "–" : `${wanted}%`}
                  </td>
                  <td className="text-right">
                    <RateFigure perSec={one.ratePerSec} />
                  </td>
                  <td className="text-right">
                    <ErrorFigure ratio={one.errorRatio} requests={one.requests} />
                  </td>
                  <td className="text-right max-sm:hidden">
                    <LatencyFigure ms={one.p95Ms} />
                  </td>
                  <td className="text-right tabular-nums text-text-2 max-sm:hidden">
                    {own.reduce((sum, workload) => sum + workload.healthyInstances, 0)} of{" "}
                    {own.reduce((sum, workload) => sum + workload.instances, 0)}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Share({ figures, wanted }: { figures: VersionFigures; wanted: number | null }) {
  return (
    <span aria-hidden="true" className="relative block h-3 min-w-16 rounded-[2px] bg-surface-3">
      <span
        className="absolute inset-y-0 left-0 rounded-[2px]"
        style={{ width: `${(figures.share ?? 0) * 100}%`, background: seriesColor(figures.series) }}
      />
      {wanted === null ? null : (
        <span
          className="absolute -inset-y-1 border-l-2 border-dashed border-accent"
          style={{ left: `min(${wanted}%, calc(100% - 2px))` }}
        />
      )}
    </span>
  );
}
