"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { RolloutsView } from "@/components/rollouts/list/rollouts-view";
import { ListFilter } from "@/components/shell/list-filter";
import { PageBar } from "@/components/shell/page-bar";
import { ButtonLink } from "@/components/ui/button-link";
import { usePageActions } from "@/lib/client/page-actions";
import { paths } from "@/lib/client/paths";
import { useScope } from "@/lib/client/use-scope";
import { rolloutsParams } from "./search-params";

const SHOWS = [
  { value: "all", label: "All" },
  { value: "running", label: "Running" },
  { value: "waiting", label: "Waiting" },
  { value: "done", label: "Done" },
] as const;

export function RolloutsClient() {
  const [params, setParams] = useQueryStates(rolloutsParams, { history: "replace" });
  const { scope } = useScope();
  const router = useRouter();
  const plan = paths.newRollout(scope);
  usePageActions([{ id: "new-rollout", label: "Plan a rollout", run: () => router.push(plan) }]);
  return (
    <>
      <PageBar
        title="Rollouts"
        actions={
          <ButtonLink variant="primary" href={plan}>
            <Plus aria-hidden="true" />
            Plan a rollout
          </ButtonLink>
        }
      >
        <ListFilter
          one="a rollout"
          which="Which rollouts"
          shows={SHOWS}
          value={params}
          onChange={(change) => void setParams(change)}
        />
      </PageBar>
      <div className="min-h-0 flex-1 overflow-y-auto p-4 max-sm:p-3">
        <RolloutsView filter={params} onClear={() => void setParams({ q: null, show: null })} />
      </div>
    </>
  );
}
