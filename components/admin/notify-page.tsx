"use client";

import { useQuery } from "@tanstack/react-query";
import { BellRing, Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { FailureState } from "@/components/ui/failure-state";
import { Panel } from "@/components/ui/panel";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Stale } from "@/components/ui/stale";
import { describeError } from "@/lib/client/api-error";
import { notifyTargetsQuery, removeNotifyTarget } from "@/lib/client/queries/notify";
import type { NotifyTarget } from "@/lib/model/notify-target";
import { ConfirmDialog } from "./confirm-dialog";
import { NotifyForm } from "./notify-form";
import { NotifyRow } from "./notify-row";

/** Who is told of rollouts: webhooks and Slack's format, whether messages arrive, a test send. */
export function NotifyPage() {
  const targets = useQuery({ ...notifyTargetsQuery(), refetchInterval: 15_000 });
  const [writing, write] = useState<NotifyTarget | "new" | null>(null);
  const [removing, setRemoving] = useState<NotifyTarget | null>(null);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto p-4 max-sm:p-3">
      <Panel
        flush
        title="Notification targets"
        caption="told of rollouts, with a link"
        className="mx-auto max-w-[1280px]"
        action={
          <Button size="small" onClick={() => write("new")}>
            <Plus aria-hidden="true" />
            Add
          </Button>
        }
      >
        {targets.isPending ? <SkeletonRows rows={3} label="Loading notification targets" /> : null}
        {targets.isError && !targets.data ? (
          <FailureState
            className="py-8"
            failure={describeError(targets.error)}
            onRetry={() => void targets.refetch()}
          />
        ) : null}
        {targets.data?.length === 0 ? (
          <EmptyState
            kind="nothing"
            icon={<BellRing aria-hidden="true" />}
            title="Nobody is told yet"
            action={<Button onClick={() => write("new")}>Add a target</Button>}
          >
            A target is a webhook or a Slack channel that hears when a rollout waits for approval, stands still, goes
            back or ends. Without one, people learn of it only from the list.
          </EmptyState>
        ) : null}
        {targets.data && targets.data.length > 0 ? (
          <Stale when={targets.isError}>
            <ul aria-label="Notification targets">
              {targets.data.map((target) => (
                <NotifyRow
                  key={target.id}
                  target={target}
                  onChange={() => write(target)}
                  onRemove={() => setRemoving(target)}
                />
              ))}
            </ul>
          </Stale>
        ) : null}
      </Panel>
      {writing ? <NotifyForm target={writing === "new" ? null : writing} onClose={() => write(null)} /> : null}
      {removing ? (
        <ConfirmDialog
          title={`Remove “${removing.name}”?`}
          description="It is told nothing more, and what was still on its way to it is dropped."
          act="Remove target"
          queryKey={notifyTargetsQuery().queryKey}
          confirm={() => removeNotifyTarget(removing.id)}
          onClose={() => setRemoving(null)}
        />
      ) : null}
    </div>
  );
}
