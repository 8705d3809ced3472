"use client";

import { Plus, Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { useQueryStates } from "nuqs";
import { useRef } from "react";
import { RolloutsView } from "@/components/rollouts/list/rollouts-view";
import { PageBar } from "@/components/shell/page-bar";
import { ButtonLink } from "@/components/ui/button-link";
import { Input } from "@/components/ui/input";
import { Kbd } from "@/components/ui/kbd";
import { Segmented } from "@/components/ui/segmented";
import { useKeys } from "@/lib/client/keys";
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
  const field = useRef<HTMLInputElement>(null);
  const plan = paths.newRollout(scope);
  useKeys([{ keys: "/", label: "Find a rollout", group: "This page", run: () => field.current?.focus() }]);
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
        <Segmented
          label="Which rollouts"
          value={params.show}
          options={SHOWS}
          onChange={(show) => void setParams({ show })}
          small
        />
        <Input
          ref={field}
          small
          aria-label="Find a rollout"
          placeholder="Find a rollout"
          icon={<Search aria-hidden="true" />}
          after={<Kbd>/</Kbd>}
          value={params.q}
          onChange={(event) => void setParams({ q: event.target.value })}
          className="w-60 max-sm:w-full"
        />
      </PageBar>
      <div className="min-h-0 flex-1 overflow-y-auto p-4 max-sm:p-3">
        <RolloutsView filter={params} onClear={() => void setParams({ q: null, show: null })} />
      </div>
    </>
  );
}
