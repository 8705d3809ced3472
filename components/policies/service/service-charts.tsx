"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useMemo } from "react";
import { prepareTraffic } from "@/components/charts/prepare-traffic";
import { Panel } from "@/components/ui/panel";
import { Skeleton } from "@/components/ui/skeleton";
import { seriesQuery } from "@/lib/client/queries/series";
import { useScope } from "@/lib/client/use-scope";
import type { Change } from "@/lib/model/change";
import type { Service } from "@/lib/model/workload";
import { changeMarks } from "./change-marks";

const LatencyChart = dynamic(() => import("@/components/charts/latency-chart").then((m) => m.LatencyChart), {
  ssr: false,
  loading: () => <Skeleton className="h-[116px] w-full" />,
});
const RateChart = dynamic(() => import("@/components/charts/rate-chart").then((m) => m.RateChart), {
  ssr: false,
  loading: () => <Skeleton className="h-[96px] w-full" />,
});

/** Rate and latency of a service over the page's window, with its changes marked where they were made. */
export function ServiceCharts({
  service,
  changes,
  tcp,
}: {
  service: Service;
  changes: readonly Change[];
  tcp: boolean;
}) {
  const { mesh, durationSec, atMs } = useScope();
  const query = useQuery(
    seriesQuery({ mesh, destination: { namespace: service.namespace, service: service.name }, durationSec, atMs }),
  );
  const toMs = atMs ?? query.dataUpdatedAt;
  const fromMs = toMs - durationSec * 1000;
  const data = query.data ? prepareTraffic(query.data, { fromMs, toMs }) : null;
  const marks = useMemo(() => changeMarks(changes, { fromMs, toMs }), [changes, fromMs, toMs]);
  if (!data) return null;
  return (
    <div className="grid gap-3 lg:grid-cols-2">
      <Panel
        title={tcp ? "Bytes per second" : "Requests per second"}
        action={
          tcp ? undefined : (
            <Keys
              keys={[
                ["answered", "var(--edge)"],
                ["failed", "var(--failing-mark)"],
              ]}
            />
          )
        }
      >
        {data.hasRequests || data.hasBytes ? (
          <RateChart data={data} tcp={tcp} marks={marks} />
        ) : (
          <NoData words="No traffic in this window." />
        )}
      </Panel>
      <Panel
        title="Latency"
        action={
          <Keys
            keys={[
              ["p50", "var(--series-4)"],
              ["p95", "var(--text-2)"],
              ["p99", "var(--series-5)"],
            ]}
          />
        }
      >
        {data.hasLatency ? (
          <LatencyChart data={data} color="var(--text-2)" marks={marks} />
        ) : (
          <NoData words={tcp ? "Latency of TCP is not measured." : "No latency was measured in this window."} />
        )}
      </Panel>
    </div>
  );
}

function Keys({ keys }: { keys: readonly (readonly [string, string])[] }) {
  return keys.map(([name, color]) => (
    <span key={name} className="inline-flex items-center gap-1.5 text-2xs text-text-2">
      <span className="h-0.5 w-2.5 rounded-full" style={{ background: color }} aria-hidden="true" />
      {name}
    </span>
  ));
}

function NoData({ words }: { words: string }) {
  return <p className="py-8 text-center text-xs text-text-3">{words}</p>;
}
