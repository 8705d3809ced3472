"use client";

import { useRouter } from "next/navigation";
import { ChangeView } from "@/components/policies/change-view";
import { ChangeChip } from "@/components/policies/push/change-chip";
import { useChange } from "@/components/policies/push/use-change";
import { PageBar } from "@/components/shell/page-bar";
import { FailureState } from "@/components/ui/failure-state";
import { Panel } from "@/components/ui/panel";
import { SkeletonRows } from "@/components/ui/skeleton";
import { describeError } from "@/lib/client/api-error";
import { paths } from "@/lib/client/paths";
import { useScope } from "@/lib/client/use-scope";

export function ChangeClient({ id }: { id: string }) {
  const router = useRouter();
  const { scope } = useScope();
  const { query, change, rollBack } = useChange(id, (back) => router.push(paths.change(back.id, scope)));
  return (
    <>
      <PageBar
        crumbs={[{ label: "Services", href: paths.services(scope) }]}
        title={change ? `Change ${change.number}` : "Change"}
      >
        {change ? <ChangeChip state={change.state} /> : null}
      </PageBar>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {change ? (
          <ChangeView
            change={change}
            onBack={() => rollBack.mutate(change)}
            backBusy={rollBack.isPending}
            backError={rollBack.error}
          />
        ) : query.isError ? (
          <FailureState failure={describeError(query.error)} onRetry={() => void query.refetch()} />
        ) : (
          <div className="p-4">
            <Panel flush title="What changed">
              <SkeletonRows rows={6} label="Loading the change" />
            </Panel>
          </div>
        )}
      </div>
    </>
  );
}
