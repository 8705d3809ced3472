"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { prepareTraffic } from "@/components/charts/prepare-traffic";
import { Skeleton } from "@/components/ui/skeleton";
import { type SeriesInput, seriesQuery } from "@/lib/client/queries/series";

const LatencyChart = dynamic(() => import("@/components/charts/latency-chart").then((m) => m.LatencyChart), {
  ssr: false,
  loading: () => <Skeleton className="h-[116px] w-full" />,
});
const RateChart = dynamic(() => import("@/components/charts/rate-chart").then((m) => m.RateChart), {
  ssr: false,
  loading: () => <Skeleton className="h-[96px] w-full" />,
});

function Key({ color, children }: { color: string; children: string }) {
  return (
    <span className="inline-flex items-center gap-1.5 text-2xs text-text-2">
      <span className="h-0.5 w-2.5 rounded-full" style={{ background: color }} aria-hidden="true" />
      {children}
    </span>
  );
}

/** Rate and latency of one subject over the page's window. `color`: its own, for p95. Charts load when first shown. */
export function TrafficCharts({ input, color, tcp }: { input: SeriesInput; color: string; tcp?: boolean }) {
  const query = useQuery(seriesQuery(input));
  const toMs = input.atMs ?? (query.dataUpdatedAt || Date.now());
  const data = query.data ? prepareTraffic(query.data, { fromMs: toMs - input.durationSec * 1000, toMs }) : null;
  if (query.isError && !data)
    return (
      <p className="mt-3 text-xs text-text-3">The charts could not be read. They are asked for again by themselves.</p>
    );
  return (
    <>
      {tcp ? null : (
        <section aria-label="Latency">
          <div className="mb-0.5 mt-3 flex items-center gap-3">
            <h3 className="flex-1 text-xs font-semibold text-text-2">Latency</h3>
            <Key color="var(--series-4)">p50</Key>
            <Key color={color}>p95</Key>
            <Key color="var(--series-5)">p99</Key>
          </div>
          {data ? (
            data.hasLatency ? (
              <LatencyChart data={data} color={color} />
            ) : (
              <NoData words="No latency was measured in this window." />
            )
          ) : (
            <Skeleton className="h-[116px] w-full" />
          )}
        </section>
      )}
      <section aria-label="Traffic">
        <div className="mb-0.5 mt-3 flex items-center gap-3">
          <h3 className="flex-1 text-xs font-semibold text-text-2">
            {tcp ? "Bytes per second" : "Requests per second"}
          </h3>
          {tcp ? null : (
            <>
              <Key color="var(--edge)">answered</Key>
              <Key color="var(--failing-mark)">failed</Key>
            </>
          )}
        </div>
        {data ? (
          data.hasRequests || data.hasBytes ? (
            <RateChart data={data} tcp={tcp ?? false} />
          ) : (
            <NoData words="No traffic in this window." />
          )
        ) : (
          <Skeleton className="h-[96px] w-full" />
        )}
      </section>
    </>
  );
}

function NoData({ words }: { words: string }) {
  return <p className="py-4 text-center text-xs text-text-3">{words}</p>;
}
