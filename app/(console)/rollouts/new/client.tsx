"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { startMtls, startService, startTarget } from "@/components/rollouts/wizard/start-target";
import { useWizard } from "@/components/rollouts/wizard/use-wizard";
import { newDraft, withTemplate } from "@/components/rollouts/wizard/wizard-draft";
import { WizardActions, WizardView } from "@/components/rollouts/wizard/wizard-view";
import { PageBar } from "@/components/shell/page-bar";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureState } from "@/components/ui/failure-state";
import { Panel } from "@/components/ui/panel";
import { Segmented } from "@/components/ui/segmented";
import { SkeletonRows } from "@/components/ui/skeleton";
import { describeError } from "@/lib/client/api-error";
import { paths } from "@/lib/client/paths";
import { rolloutTemplatesQuery } from "@/lib/client/queries/rollout-plans";
import { serviceQuery } from "@/lib/client/queries/service";
import { servicesQuery } from "@/lib/client/queries/services";
import { useScope } from "@/lib/client/use-scope";
import type { RolloutDraft } from "@/lib/model/rollout-plan";
import type { Service } from "@/lib/model/workload";
import { newRolloutParams } from "./search-params";

export function NewRolloutClient() {
  const { mesh, scope } = useScope();
  const [params] = useQueryStates(newRolloutParams);
  const services = useQuery(servicesQuery(mesh));
  const first = services.data ? startService(services.data, params) : undefined;
  const detail = useQuery({
    ...serviceQuery(mesh, first?.namespace ?? "", first?.name ?? ""),
    enabled: mesh !== "" && first !== undefined,
  });
  const templates = useQuery(rolloutTemplatesQuery());
  if (services.data && first && detail.data && templates.data) {
    const target =
      params.kind === "mtls"
        ? startMtls(params.namespace ?? first.namespace, params.service)
        : startTarget(detail.data, params.to);
    const template = templates.data.find((one) => one.target === target.kind);
    const draft = newDraft(mesh, target);
    return <Editor mesh={mesh} services={services.data} start={template ? withTemplate(draft, 0, template) : draft} />;
  }
  return (
    <>
      <Head />
      <div className="min-h-0 flex-1 overflow-y-auto">
        {services.isError || detail.isError || templates.isError ? (
          <FailureState
            failure={describeError(services.error ?? detail.error ?? templates.error)}
            onRetry={() => void Promise.all([services.refetch(), detail.refetch(), templates.refetch()])}
          />
        ) : services.data?.length === 0 ? (
          <EmptyState
            kind="nothing"
            title="No service has joined yet"
            action={<ButtonLink href={paths.mesh(scope)}>See how a proxy joins</ButtonLink>}
          >
            A rollout moves the traffic of a service between its versions. It can be planned once a service has joined.
          </EmptyState>
        ) : (
          <div className="mx-auto grid w-full max-w-[1280px] gap-3 p-4">
            <Panel flush title="What is rolled out">
              <SkeletonRows rows={6} label="Loading services" />
            </Panel>
          </div>
        )}
      </div>
    </>
  );
}

function Head({ children, actions }: { children?: React.ReactNode; actions?: React.ReactNode }) {
  const { scope } = useScope();
  return (
    <PageBar crumbs={[{ label: "Rollouts", href: paths.rollouts(scope) }]} title="Plan a rollout" actions={actions}>
      {children}
    </PageBar>
  );
}

function Editor({ mesh, services, start }: { mesh: string; services: readonly Service[]; start: RolloutDraft }) {
  const { scope } = useScope();
  const router = useRouter();
  const [params, setParams] = useQueryStates(newRolloutParams, { history: "push" });
  const wizard = useWizard({
    mesh,
    start,
    dryRuns: params.stage === "checks",
    onMade: (detail) => router.push(paths.rollout(detail.id, scope)),
  });
  const onStage = (stage: typeof params.stage) => void setParams({ stage });
  const actions = (wide: boolean) => (
    <WizardActions wizard={wizard} stage={params.stage} onStage={onStage} wide={wide} />
  );
  return (
    <>
      <Head actions={<span className="contents max-sm:hidden">{actions(false)}</span>}>
        <Segmented
          small
          label="How to edit"
          value={params.edit}
          options={[
            { value: "form", label: "Form" },
            { value: "yaml", label: "YAML" },
          ]}
          onChange={(edit) => void setParams({ edit })}
          className="max-sm:hidden"
        />
      </Head>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <WizardView
          wizard={wizard}
          mesh={mesh}
          scope={scope}
          services={services}
          stage={params.stage}
          mode={params.edit}
          onStage={onStage}
        />
      </div>
      <div className="flex flex-wrap gap-2 border-t border-border-1 bg-surface-1 px-3 py-2 sm:hidden">
        {actions(true)}
      </div>
    </>
  );
}
