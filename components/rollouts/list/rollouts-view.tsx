"use client";

import { useQuery } from "@tanstack/react-query";
import { Signpost } from "lucide-react";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureState } from "@/components/ui/failure-state";
import { FilteredList } from "@/components/ui/filtered-list";
import { Note } from "@/components/ui/note";
import { Panel } from "@/components/ui/panel";
import { SkeletonRows } from "@/components/ui/skeleton";
import { describeError } from "@/lib/client/api-error";
import { useLiveTopic } from "@/lib/client/live";
import { paths } from "@/lib/client/paths";
import { rolloutsQuery } from "@/lib/client/queries/rollouts";
import { useScope } from "@/lib/client/use-scope";
import type { RolloutSummary } from "@/lib/model/rollout";
import { rolloutColumns } from "./rollout-columns";
import { filterRollouts, type RolloutFilter, rolloutsSentence } from "./rollout-filter";
import { RolloutRows } from "./rollout-rows";

/** Every rollout of the mesh: what waits for the reader, what runs, and history. */
export function RolloutsView({ filter, onClear }: { filter: RolloutFilter; onClear: () => void }) {
  const router = useRouter();
  const { mesh, scope, namespaces } = useScope();
  const query = useQuery(rolloutsQuery(mesh));
  useLiveTopic(mesh ? { topic: "rollouts", mesh } : null, (frame) => {
    if (frame.type === "stale") void query.refetch();
  });
  const hrefOf = useMemo(
    () => (one: RolloutSummary) =>
      one.waitsForMe ? paths.approveRollout(one.id, scope) : paths.rollout(one.id, scope),
    [scope],
  );
  const columns = useMemo(() => rolloutColumns(hrefOf), [hrefOf]);
  const inScope = useMemo(
    () => filterRollouts(query.data ?? [], namespaces, { q: "", show: "all" }),
    [query.data, namespaces],
  );
  const shown = useMemo(() => filterRollouts(query.data ?? [], namespaces, filter), [query.data, namespaces, filter]);
  if (!query.data) {
    return query.isError ? (
      <FailureState failure={describeError(query.error)} onRetry={() => void query.refetch()} />
    ) : (
      <Panel flush>
        <SkeletonRows rows={6} label="Loading rollouts" />
      </Panel>
    );
  }
  if (inScope.length === 0) return <NoRollouts elsewhere={query.data.length} />;
  return (
    <div className="grid gap-3">
      <p className="text-xl font-semibold tracking-[-0.015em]">{rolloutsSentence(inScope)}</p>
      {query.isError ? (
        <Note tone="degraded" live title="The list is not up to date.">
          {describeError(query.error).what} {describeError(query.error).why} It is asked again by itself.
        </Note>
      ) : null}
      {inScope.map((one) =>
        one.glassBrokenBy.length > 0 ? (
          <Note
            key={one.id}
            tone="degraded"
            title={`${one.glassBrokenBy.map(({ name }) => name).join(", ")} broke the glass on R-${one.number}.`}
            action={
              <ButtonLink size="small" href={paths.rollout(one.id, scope)}>{`Look at R-${one.number}`}</ButtonLink>
            }
          >
            A second person has to stand behind it.
          </Note>
        ) : null,
      )}
      <FilteredList
        label="Rollouts"
        rows={shown}
        total={inScope.length}
        columns={columns}
        rowId={({ id }) => id}
        onRowClick={(one) => router.push(hrefOf(one))}
        narrow={<RolloutRows rollouts={shown} hrefOf={hrefOf} />}
        stale={query.isError}
        onClear={onClear}
      />
    </div>
  );
}

function NoRollouts({ elsewhere }: { elsewhere: number }) {
  const { scope, setScope } = useScope();
  if (elsewhere > 0) {
    return (
      <EmptyState
        kind="noMatch"
        title="No rollout in these namespaces"
        action={<Button onClick={() => setScope({ ns: null })}>Show all namespaces</Button>}
      >
        {elsewhere} {elsewhere === 1 ? "rollout is" : "rollouts are"} in other namespaces.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      kind="nothing"
      icon={<Signpost aria-hidden="true" />}
      title="No rollout yet"
      action={
        <ButtonLink variant="primary" href={paths.newRollout(scope)}>
          Plan a rollout
        </ButtonLink>
      }
    >
      A rollout moves traffic to a new version in steps, watches each step, asks people where the plan says so, and goes
      back by itself when the figures get worse.
    </EmptyState>
  );
}
