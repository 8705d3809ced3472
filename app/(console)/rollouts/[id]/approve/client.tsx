"use client";

import { useQuery } from "@tanstack/react-query";
import { Hourglass } from "lucide-react";
import { useState } from "react";
import { ApproveView } from "@/components/rollouts/approve/approve-view";
import { boundChanges, ChangedPage } from "@/components/rollouts/approve/changed-page";
import { DecisionBar } from "@/components/rollouts/approve/decision-bar";
import { NothingToApprove } from "@/components/rollouts/approve/nothing-to-approve";
import { useRollout } from "@/components/rollouts/use-rollout";
import { PageBar } from "@/components/shell/page-bar";
import { FailureState } from "@/components/ui/failure-state";
import { Panel } from "@/components/ui/panel";
import { SkeletonRows } from "@/components/ui/skeleton";
import { describeError } from "@/lib/client/api-error";
import { changedSince } from "@/lib/client/decide-rollout";
import { age } from "@/lib/client/format/time";
import { paths } from "@/lib/client/paths";
import { sessionQuery } from "@/lib/client/queries/session";
import { useNow } from "@/lib/client/use-now";
import { useScope } from "@/lib/client/use-scope";
import type { RolloutDetail } from "@/lib/model/rollout";

export function ApproveClient({ id }: { id: string }) {
  const { scope } = useScope();
  const state = useRollout(id);
  if (state.detail) return <Loaded state={state} now={state.detail} />;
  return (
    <>
      <PageBar crumbs={[{ label: "Rollouts", href: paths.rollouts(scope) }]} title="Approve" />
      <div className="min-h-0 flex-1 overflow-y-auto">
        {state.query.isError ? (
          <FailureState failure={describeError(state.query.error)} onRetry={() => void state.query.refetch()} />
        ) : (
          <div className="mx-auto grid w-full max-w-[1280px] gap-3 p-4">
            <Panel flush>
              <SkeletonRows rows={6} label="Loading the request" />
            </Panel>
          </div>
        )}
      </div>
    </>
  );
}

/** Live figures move on; what the decision is about stays what the reader saw until they look anew. */
function Loaded({ state, now }: { state: ReturnType<typeof useRollout>; now: RolloutDetail }) {
  const { scope } = useScope();
  const session = useQuery(sessionQuery());
  const [first, setFirst] = useState(now);
  const gate = now.gate;
  const me = session.data?.actor;
  const open = gate !== null && (gate.state === "waiting" || gate.state === "closed");
  const refused = changedSince(state.decide.error) !== undefined;
  const { data: taken } = state.decide;
  // What the reader saw is renewed by their own act, and when there was nothing to see.
  const [known, setKnown] = useState(taken);
  if (taken !== known) {
    setKnown(taken);
    if (taken) setFirst(taken);
  } else if (first.gate === null && open) setFirst(now);
  const changed = first.gate !== null && (open || refused) && boundChanges(first.binding, now.binding).length > 0;
  return (
    <>
      <PageBar
        crumbs={[
          { label: "Rollouts", href: paths.rollouts(scope) },
          { label: `R-${now.number}`, href: paths.rollout(now.id, scope) },
        ]}
        title="Approve"
        actions={open ? <Left iso={gate.expiresAt} /> : undefined}
      />
      <div className="min-h-0 flex-1 overflow-y-auto">
        {changed ? (
          <ChangedPage
            seen={first}
            now={now}
            refused={refused}
            onLook={() => {
              state.decide.reset();
              setFirst(now);
            }}
          />
        ) : open ? (
          <ApproveView state={state} seen={now} gate={gate} scope={scope} me={me} />
        ) : (
          <NothingToApprove detail={now} scope={scope} me={me} />
        )}
      </div>
      {open && !changed ? <DecisionBar state={state} seen={now} gate={gate} me={me} /> : null}
    </>
  );
}

function Left({ iso }: { iso: string }) {
  const now = useNow(1000);
  const left = Date.parse(iso) - now;
  return (
    <span className="flex items-center gap-1.5 text-text-2">
      <Hourglass className="size-4" aria-hidden="true" />
      {now ? (left > 0 ? `${age(left)} left` : "expired") : ""}
    </span>
  );
}
