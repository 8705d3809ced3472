"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowLeftRight, ChartNoAxesGantt, Signpost } from "lucide-react";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { configId } from "@/components/policies/service/config-panel";
import { ConfigSidePanel } from "@/components/policies/service/config-side-panel";
import { ServiceView } from "@/components/policies/service/service-view";
import { RunningRollouts } from "@/components/rollouts/overlay/running-rollouts";
import { PageBar } from "@/components/shell/page-bar";
import { ButtonLink } from "@/components/ui/button-link";
import { FailureState } from "@/components/ui/failure-state";
import { Panel } from "@/components/ui/panel";
import { SkeletonRows } from "@/components/ui/skeleton";
import { describeError } from "@/lib/client/api-error";
import { usePageActions } from "@/lib/client/page-actions";
import { paths } from "@/lib/client/paths";
import { serviceQuery } from "@/lib/client/queries/service";
import { useScope } from "@/lib/client/use-scope";
import { serviceParams } from "./search-params";

export function ServiceClient({ namespace, name }: { namespace: string; name: string }) {
  const { mesh, scope } = useScope();
  const router = useRouter();
  const [params, setParams] = useQueryStates(serviceParams, { history: "push" });
  const detail = useQuery(serviceQuery(mesh, namespace, name));
  const missing = detail.isError && describeError(detail.error).code === "not_found";
  const shift = paths.shift(namespace, name, scope);
  const rollout = paths.newRollout(scope, { namespace, service: name });
  const acts = [
    { id: "shift", label: `Shift traffic of ${name}`, run: () => router.push(shift) },
    { id: "rollout", label: `Start a rollout of ${name}`, run: () => router.push(rollout) },
  ];
  usePageActions(missing ? [] : acts);
  const opened = detail.data?.config.find((object) => configId(object) === params.config);
  return (
    <>
      <PageBar
        crumbs={[{ label: "Services", href: paths.services(scope) }]}
        title={`${namespace} / ${name}`}
        actions={
          missing ? undefined : (
            // Three acts in one row on a phone: there is room for their words, not for their icons.
            <span className="contents max-sm:[&_svg]:hidden">
              <ButtonLink variant="ghost" href={paths.traces({ service: name }, scope)}>
                <ChartNoAxesGantt aria-hidden="true" />
                Traces
              </ButtonLink>
              <ButtonLink href={rollout}>
                <Signpost aria-hidden="true" />
                Start a rollout
              </ButtonLink>
              <ButtonLink variant="primary" href={shift}>
                <ArrowLeftRight aria-hidden="true" />
                Shift traffic
              </ButtonLink>
            </span>
          )
        }
      />
      <div className="relative flex min-h-0 flex-1">
        <div className="min-h-0 min-w-0 flex-1 overflow-y-auto">
          <RunningRollouts namespace={namespace} name={name} className="mx-4 mt-4 max-sm:mx-3 max-sm:mt-3" />
          {detail.data ? (
            <ServiceView
              detail={detail.data}
              selected={params.config}
              onOpen={(config) => void setParams({ config })}
            />
          ) : detail.isError ? (
            <FailureState
              failure={describeError(detail.error)}
              onRetry={() => void detail.refetch()}
              back={<ButtonLink href={paths.services(scope)}>All services</ButtonLink>}
            />
          ) : (
            <div className="grid gap-3 p-4">
              <Panel flush>
                <SkeletonRows rows={2} label="Loading the service" />
              </Panel>
              <Panel flush title="Versions">
                <SkeletonRows rows={3} label="Loading versions" />
              </Panel>
            </div>
          )}
        </div>
        {opened ? (
          <ConfigSidePanel key={configId(opened)} object={opened} onClose={() => void setParams({ config: null })} />
        ) : null}
      </div>
    </>
  );
}
