"use client";

import { useQuery } from "@tanstack/react-query";
import { ChartNoAxesGantt } from "lucide-react";
import { Button } from "@/components/ui/button";
import { CommandLine } from "@/components/ui/command-line";
import { EmptyState } from "@/components/ui/empty-state";
import { durationWords } from "@/lib/client/duration-param";
import { statusQuery } from "@/lib/client/queries/status";

/** No traces at all in this window: where to send them. */
function NothingYet({ durationSec }: { durationSec: number }) {
  const status = useQuery(statusQuery());
  const port = status.data?.ports.otlpHttp ?? status.data?.ports.otlpHttpPort;
  return (
    <EmptyState
      kind="nothing"
      icon={<ChartNoAxesGantt aria-hidden="true" />}
      title={`No traces in these ${durationWords(durationSec)}`}
      className="max-w-xl"
    >
      <p className="mb-3">
        Heddle keeps what it is sent by OTLP and Zipkin. Proxies that joined by{" "}
        <code className="mono">heddle bootstrap</code> send theirs by themselves; point your own services here:
      </p>
      {port ? <CommandLine text={`OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:${port}`} /> : null}
    </EmptyState>
  );
}

/** Why the list is empty: nothing there, or hidden by the filters. */
export function NoTraces({
  filters,
  durationSec,
  onClear,
}: {
  filters: number;
  durationSec: number;
  onClear: () => void;
}) {
  if (filters === 0) return <NothingYet durationSec={durationSec} />;
  return (
    <EmptyState kind="noMatch" title="Nothing matches" action={<Button onClick={onClear}>Clear filters</Button>}>
      No trace of the last {durationWords(durationSec)} fits {filters === 1 ? "the filter" : `all ${filters} filters`}.
    </EmptyState>
  );
}
