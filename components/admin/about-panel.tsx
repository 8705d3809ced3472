"use client";

import { useQuery } from "@tanstack/react-query";
import { HealthChip } from "@/components/ui/chip";
import { DefinitionList } from "@/components/ui/definition-list";
import { FailureState } from "@/components/ui/failure-state";
import { Note } from "@/components/ui/note";
import { Panel } from "@/components/ui/panel";
import { SkeletonRows } from "@/components/ui/skeleton";
import { describeError } from "@/lib/client/api-error";
import { count } from "@/lib/client/format/significant";
import { age } from "@/lib/client/format/time";
import { statusQuery } from "@/lib/client/queries/status";
import type { SystemStatus } from "@/lib/model/system-status";
import { TimeText } from "./time-text";

/** "otlpGrpc" -> "OTLP gRPC": names of ports and counters as people write them. */
function words(name: string): string {
  const spaced = name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replace(/_/g, " ")
    .toLowerCase();
  const fixed = spaced
    .replace(/\botlp\b/gi, "OTLP")
    .replace(/\bgrpc\b/gi, "gRPC")
    .replace(/\bhttp\b/gi, "HTTP")
    .replace(/\bxds\b/gi, "xDS");
  return fixed.startsWith("xDS") ? fixed : fixed.charAt(0).toUpperCase() + fixed.slice(1);
}

function Sources({ status }: { status: SystemStatus }) {
  return (
    <ul>
      {status.sources.map((source) => (
        <li
          key={source.name}
          className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-border-1 py-2 last:border-b-0"
        >
          <span className="min-w-32 font-medium">{source.name}</span>
          <HealthChip status={source.ok ? "healthy" : "failing"} bare>
            {source.ok ? "Answers" : "Does not answer"}
          </HealthChip>
          {source.ageSec === undefined ? null : (
            <span className="text-text-3">newest data {age(source.ageSec * 1000)} old</span>
          )}
          {source.error ? <span className="w-full text-text-2">“{source.error}”</span> : null}
        </li>
      ))}
      {status.sources.length === 0 ? <li className="py-2 text-text-3">No source is set up.</li> : null}
    </ul>
  );
}

function counters(record: Record<string, number>) {
  return Object.entries(record).map(([name, value]) => ({ id: name, name: words(name), value: count(value) }));
}

function StatusBody({ status }: { status: SystemStatus }) {
  const { collector } = status;
  const rejected = Object.values(collector.rejected).reduce((a, b) => a + b, 0);
  return (
    <>
      {status.lossNotes.length > 0 ? (
        <div className="grid gap-2">
          {status.lossNotes.map((note) => (
            <Note key={`${note.at}${note.text}`} tone="degraded" title={note.text}>
              <TimeText iso={note.at} />
            </Note>
          ))}
        </div>
      ) : null}
      <div className="grid gap-3 lg:grid-cols-2">
        <Panel title="Sources" caption="where figures and traces are read from">
          <Sources status={status} />
        </Panel>
        <Panel
          title="Collector"
          caption="since it started"
          action={
            <HealthChip status={collector.ok ? (rejected > 0 ? "idle" : "healthy") : "failing"} bare>
              {collector.ok
                ? rejected > 0
                  ? `${count(rejected)} left out`
                  : "Takes everything in"
                : "Does not answer"}
            </HealthChip>
          }
        >
          {collector.error ? <p className="mb-2 text-failing-fg">“{collector.error}”</p> : null}
          <DefinitionList items={counters(collector.accepted)} />
          {rejected > 0 ? (
            <>
              <h3 className="mb-1 mt-3 text-xs font-medium text-text-3">Left out, by reason</h3>
              <DefinitionList items={counters(collector.rejected).filter((r) => r.value !== "0")} />
            </>
          ) : null}
        </Panel>
        <Panel title="Versions" caption={`Heddle ${status.version}`}>
          <DefinitionList
            mono
            items={[
              ...Object.entries(status.versions).map(([name, value]) => ({ id: name, name: words(name), value })),
              { id: "started", name: "Running since", value: <TimeText iso={status.startedAt} /> },
            ]}
          />
        </Panel>
        <Panel title="Ports" caption="bound on this machine">
          <DefinitionList
            mono
            items={Object.entries(status.ports).map(([name, value]) => ({ id: name, name: words(name), value }))}
          />
        </Panel>
      </div>
    </>
  );
}

/** How Heddle itself is: sources, collector, versions, ports, and what may have been lost. */
export function AboutPanel() {
  const status = useQuery(statusQuery());
  if (status.data) return <StatusBody status={status.data} />;
  return (
    <Panel flush title="About">
      {status.isError ? (
        <FailureState className="py-8" failure={describeError(status.error)} onRetry={() => void status.refetch()} />
      ) : (
        <SkeletonRows rows={5} label="Loading the state of Heddle" />
      )}
    </Panel>
  );
}
