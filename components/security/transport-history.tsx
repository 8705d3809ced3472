"use client";

import { useQuery } from "@tanstack/react-query";
import { prepareTransport } from "@/components/charts/prepare-transport";
import { MtlsShareChart, PlaintextCallersChart } from "@/components/charts/transport-chart";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { Panel } from "@/components/ui/panel";
import { SkeletonRows } from "@/components/ui/skeleton";
import { describeError } from "@/lib/client/api-error";
import { mtlsHistoryQuery } from "@/lib/client/queries/mtls";
import { useScope } from "@/lib/client/use-scope";

/** The last 24 hours of one namespace: the share of mutual TLS, and how many talked plaintext. */
export function TransportHistory({ namespace }: { namespace: string | undefined }) {
  const { mesh } = useScope();
  const history = useQuery(mtlsHistoryQuery(mesh, namespace));
  return (
    <Panel
      title="Last 24 hours"
      caption={namespace === undefined ? "all namespaces" : `calls from and to ${namespace}`}
    >
      {history.isPending ? <SkeletonRows rows={4} label="Loading the last 24 hours" /> : null}
      {history.isError && !history.data ? (
        <Note tone="degraded" title={describeError(history.error).what}>
          {describeError(history.error).why} <Button onClick={() => void history.refetch()}>Try again</Button>
        </Note>
      ) : null}
      {history.data?.points.length === 0 ? (
        <p className="text-text-2">No traffic is on record in the last 24 hours.</p>
      ) : null}
      {history.data && history.data.points.length > 0 ? <Charts history={history.data} /> : null}
    </Panel>
  );
}

function Charts({ history }: { history: Parameters<typeof prepareTransport>[0] & { fromMs: number; toMs: number } }) {
  const data = prepareTransport(history, history);
  return (
    <div className="grid gap-x-6 gap-y-3 lg:grid-cols-2">
      <div className="min-w-0">
        <h3 className="text-xs font-medium text-text-2">Share of mutual TLS</h3>
        <MtlsShareChart data={data} />
      </div>
      <div className="min-w-0">
        <h3 className="text-xs font-medium text-text-2">Plaintext callers, at the same time</h3>
        <PlaintextCallersChart data={data} />
      </div>
    </div>
  );
}
