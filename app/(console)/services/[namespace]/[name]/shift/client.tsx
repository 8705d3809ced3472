"use client";

import { useQuery } from "@tanstack/react-query";
import { Signpost } from "lucide-react";
import { useQueryStates } from "nuqs";
import { useChange } from "@/components/policies/push/use-change";
import { NothingToShift } from "@/components/policies/shift/nothing-to-shift";
import { ShiftActions } from "@/components/policies/shift/shift-actions";
import { ShiftColumns } from "@/components/policies/shift/shift-columns";
import { ShiftSkeleton } from "@/components/policies/shift/shift-skeleton";
import { useShift } from "@/components/policies/shift/use-shift";
import { useOneService } from "@/components/policies/use-one-service";
import { RunningRollouts } from "@/components/rollouts/overlay/running-rollouts";
import { PageBar } from "@/components/shell/page-bar";
import { ButtonLink } from "@/components/ui/button-link";
import { FailureState } from "@/components/ui/failure-state";
import { describeError } from "@/lib/client/api-error";
import { usePageActions } from "@/lib/client/page-actions";
import { paths } from "@/lib/client/paths";
import { serviceQuery } from "@/lib/client/queries/service";
import { useScope } from "@/lib/client/use-scope";
import type { ServiceDetail } from "@/lib/model/service-detail";
import { shiftParams } from "./search-params";

interface Props {
  namespace: string;
  name: string;
}

export function ShiftClient({ namespace, name }: Props) {
  const { mesh, scope } = useScope();
  const detail = useQuery(serviceQuery(mesh, namespace, name));
  if (detail.data)
    return <ShiftEditor key={`${mesh}/${namespace}/${name}`} namespace={namespace} name={name} detail={detail.data} />;
  return (
    <>
      <Head namespace={namespace} name={name} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        {detail.isError ? (
          <FailureState
            failure={describeError(detail.error)}
            onRetry={() => void detail.refetch()}
            back={<ButtonLink href={paths.services(scope)}>All services</ButtonLink>}
          />
        ) : (
          <ShiftSkeleton />
        )}
      </div>
    </>
  );
}

function Head({ namespace, name, actions }: Props & { actions?: React.ReactNode }) {
  const { scope } = useScope();
  return (
    <PageBar
      crumbs={[
        { label: "Services", href: paths.services(scope) },
        { label: `${namespace} / ${name}`, href: paths.service(namespace, name, scope) },
      ]}
      title="Shift traffic"
      actions={actions}
    />
  );
}

function ShiftEditor({ namespace, name, detail }: Props & { detail: ServiceDetail }) {
  const { mesh, scope } = useScope();
  const [params, setParams] = useQueryStates(shiftParams, { history: "replace" });
  const figures = useOneService(detail.service);
  const shift = useShift({ mesh, detail, onPushed: (change) => void setParams({ change: change.id }) });
  const { change, rollBack } = useChange(params.change, (back) => {
    shift.resync();
    void setParams({ change: back.id });
  });
  usePageActions([
    { id: "yaml", label: "Edit the traffic split as YAML", run: () => void setParams({ edit: "yaml" }) },
    { id: "form", label: "Edit the traffic split in the form", run: () => void setParams({ edit: "form" }) },
  ]);
  const actions = (wide: boolean) => (
    <ShiftActions
      shift={shift}
      change={change}
      mesh={mesh}
      wide={wide}
      doneHref={paths.service(namespace, name, scope)}
    />
  );
  if (shift.base.versions.length === 0) {
    return (
      <>
        <Head namespace={namespace} name={name} />
        <NothingToShift service={detail.service} />
      </>
    );
  }
  return (
    <>
      <Head
        namespace={namespace}
        name={name}
        actions={
          <>
            <ButtonLink href={paths.newRollout(scope, { namespace, service: name })}>
              <Signpost aria-hidden="true" />
              Make it a rollout
            </ButtonLink>
            <span className="contents max-sm:hidden">{actions(false)}</span>
          </>
        }
      />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <RunningRollouts namespace={namespace} name={name} warns className="mx-4 mt-3 max-sm:mx-3" />
        <ShiftColumns
          shift={shift}
          mode={params.edit}
          onMode={(edit) => void setParams({ edit })}
          figures={figures.graph ? figures.versions : []}
          change={change}
          onBack={() => change && rollBack.mutate(change)}
          backBusy={rollBack.isPending}
          backError={rollBack.error}
          onClose={() => {
            rollBack.reset();
            void setParams({ change: null });
          }}
        />
      </div>
      <div className="flex gap-2 border-t border-border-1 bg-surface-1 px-3 py-2 sm:hidden">{actions(true)}</div>
    </>
  );
}
