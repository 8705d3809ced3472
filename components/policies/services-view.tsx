"use client";

import { Boxes } from "lucide-react";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { CommandLines } from "@/components/ui/command-lines";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureState } from "@/components/ui/failure-state";
import { FilteredList } from "@/components/ui/filtered-list";
import { Note } from "@/components/ui/note";
import { Panel } from "@/components/ui/panel";
import { SkeletonRows } from "@/components/ui/skeleton";
import { describeError } from "@/lib/client/api-error";
import { paths } from "@/lib/client/paths";
import { useExampleBootstrap } from "@/lib/client/use-example-bootstrap";
import { useScope } from "@/lib/client/use-scope";
import { serviceColumns } from "./service-columns";
import type { ServiceFigures } from "./service-figures";
import { filterServices, type ServiceFilter, servicesSentence } from "./service-filter";
import { ServiceRows } from "./service-rows";
import { useServiceFigures } from "./use-service-figures";

/** Every service of the mesh, worst first: versions with their shares, rate, failures, latency, configuration. */
export function ServicesView({ filter, onClear }: { filter: ServiceFilter; onClear: () => void }) {
  const router = useRouter();
  const { scope, namespaces } = useScope();
  const { figures, services, traffic, partial } = useServiceFigures();
  const hrefOf = useMemo(
    () =>
      ({ service }: ServiceFigures) =>
        paths.service(service.namespace, service.name, scope),
    [scope],
  );
  const columns = useMemo(() => serviceColumns(hrefOf), [hrefOf]);
  const inScope = useMemo(
    () => filterServices(figures ?? [], namespaces, { q: "", show: "all" }),
    [figures, namespaces],
  );
  const shown = useMemo(() => filterServices(figures ?? [], namespaces, filter), [figures, namespaces, filter]);

  if (!figures) {
    return services.isError ? (
      <FailureState failure={describeError(services.error)} onRetry={() => void services.refetch()} />
    ) : (
      <Panel flush>
        <SkeletonRows rows={10} label="Loading services" />
      </Panel>
    );
  }
  if (inScope.length === 0) return <NoServices elsewhere={figures.length} />;
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <p className="text-xl font-semibold tracking-[-0.015em]">{servicesSentence(inScope)}</p>
        {partial ? <Chip tone="unknown">Part of the traffic did not answer</Chip> : null}
      </div>
      {traffic.isError ? (
        <Note tone="degraded" live title="Traffic is not up to date.">
          {describeError(traffic.error).what} {describeError(traffic.error).why} It is asked again by itself.
        </Note>
      ) : null}
      <FilteredList
        label="Services"
        rows={shown}
        total={inScope.length}
        columns={columns}
        rowId={({ service }) => service.host}
        onRowClick={(one) => router.push(hrefOf(one))}
        narrow={<ServiceRows services={shown} hrefOf={hrefOf} />}
        stale={traffic.isError || services.isError}
        onClear={onClear}
      />
    </div>
  );
}

function NoServices({ elsewhere }: { elsewhere: number }) {
  const { setScope } = useScope();
  const lines = useExampleBootstrap();
  if (elsewhere > 0) {
    return (
      <EmptyState
        kind="noMatch"
        title="No service in these namespaces"
        action={<Button onClick={() => setScope({ ns: null })}>Show all namespaces</Button>}
      >
        {elsewhere} {elsewhere === 1 ? "service is" : "services are"} in other namespaces.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      kind="nothing"
      icon={<Boxes aria-hidden="true" />}
      title="No service has joined yet"
      action={<CommandLines lines={lines} />}
    >
      A service joins with the first Envoy that is started from a bootstrap like this one.
    </EmptyState>
  );
}
