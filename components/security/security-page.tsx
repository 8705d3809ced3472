"use client";

import { useQuery } from "@tanstack/react-query";
import { useQueryState } from "nuqs";
import { parseAsString } from "nuqs/server";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureState } from "@/components/ui/failure-state";
import { Panel } from "@/components/ui/panel";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Stale } from "@/components/ui/stale";
import { Stat } from "@/components/ui/stat";
import { describeError } from "@/lib/client/api-error";
import { rate } from "@/lib/client/format/rate";
import { paths } from "@/lib/client/paths";
import { mtlsQuery } from "@/lib/client/queries/mtls";
import { useScope } from "@/lib/client/use-scope";
import type { MtlsOverview } from "@/lib/model/mtls-overview";
import { CallerList } from "./caller-list";
import { IdentityList } from "./identity-list";
import { NamespaceList } from "./namespace-list";
import { RecordNote } from "./record-note";
import { StagePanel } from "./stage-panel";
import { mtlsSentence, shareWords } from "./stage-words";
import { TransportHistory } from "./transport-history";

/** Mutual TLS by namespace: the stage, who stands in the way of the next one, and who everybody is. */
export function SecurityPage() {
  const { mesh, namespaces, scope } = useScope();
  const overview = useQuery(mtlsQuery(mesh));
  if (overview.isPending)
    return (
      <div className="p-4">
        <Panel flush>
          <SkeletonRows rows={8} label="Loading the state of mutual TLS" />
        </Panel>
      </div>
    );
  if (!overview.data)
    return <FailureState failure={describeError(overview.error)} onRetry={() => void overview.refetch()} />;
  if (overview.data.namespaces.length === 0)
    return (
      <EmptyState
        kind="nothing"
        title="No proxy has called yet"
        action={<ButtonLink href={paths.mesh(scope)}>See how a proxy joins</ButtonLink>}
      >
        Here stands who talks plaintext, how far each namespace is on the way to mutual TLS, and who each workload is.
      </EmptyState>
    );
  return (
    <Stale when={overview.isError} className="min-h-0 flex-1 overflow-y-auto">
      <Overview overview={cut(overview.data, namespaces)} />
    </Stale>
  );
}

/** The chosen namespaces alone. */
function cut(overview: MtlsOverview, namespaces: readonly string[] | null): MtlsOverview {
  if (!namespaces) return overview;
  const inside = ({ namespace }: { namespace: string }) => namespaces.includes(namespace);
  return {
    ...overview,
    namespaces: overview.namespaces.filter(inside),
    workloads: overview.workloads.filter(inside),
    callers: overview.callers.filter(({ callee }) => inside(callee)),
  };
}

function Overview({ overview }: { overview: MtlsOverview }) {
  const [chosen, choose] = useQueryState("namespace", parseAsString);
  const { namespaces, workloads, callers } = overview;
  const firstOpen = namespaces.find(({ stage }) => stage !== "strict") ?? namespaces[0];
  const selected = namespaces.find(({ namespace }) => namespace === chosen) ?? firstOpen;
  const told = workloads.filter(({ mtlsShare }) => mtlsShare !== null);
  const requests = told.reduce((sum, one) => sum + one.requests, 0);
  const mutual = told.reduce((sum, one) => sum + one.requests * (one.mtlsShare ?? 0), 0);
  const plain = rate(callers.reduce((sum, { ratePerSec }) => sum + ratePerSec, 0));
  const known = overview.gaps.length === 0;
  const issued = workloads.filter(({ identity }) => identity === "issued").length;
  return (
    <div className="flex flex-col gap-3 p-4 max-sm:p-3">
      <div className="flex flex-wrap items-start gap-x-8 gap-y-2">
        <h2 className="flex-1 basis-64 text-lg max-sm:basis-full font-semibold tracking-[-0.012em]">
          {mtlsSentence(overview)}
        </h2>
        <Stat label="mTLS" value={shareWords(requests > 0 ? mutual / requests : null, known)} />
        {known || callers.length > 0 ? (
          <Stat label="Plaintext" value={plain.value} unit={plain.unit} />
        ) : (
          <Stat label="Plaintext" value="not known" />
        )}
        <Stat label="Workloads with identity" value={`${issued} of ${workloads.length}`} />
      </div>
      <RecordNote overview={overview} />
      <div className="grid items-start gap-3 lg:grid-cols-2">
        <NamespaceList
          overview={overview}
          selected={selected?.namespace}
          onSelect={(namespace) => void choose(namespace)}
        />
        {selected ? <StagePanel key={selected.namespace} overview={overview} namespace={selected} /> : null}
      </div>
      <CallerList overview={overview} />
      <TransportHistory namespace={selected?.namespace} />
      <IdentityList workloads={workloads} known={known} />
    </div>
  );
}
