"use client";

import { DiffView } from "@/components/policies/diff-view";
import { TimeText } from "@/components/policies/time-text";
import { Button } from "@/components/ui/button";
import { HealthChip } from "@/components/ui/chip";
import { Panel } from "@/components/ui/panel";
import type { ConflictView, RolloutDetail } from "@/lib/model/rollout";
import { objectName } from "@/lib/policy/object-name";
import type { RolloutState } from "../use-rollout";
import { whyNot } from "./run-actions";

const CHOICES = [
  { choice: "mine", label: "Write mine again", busy: "Writing" },
  { choice: "theirs", label: "Adopt theirs as a new plan", busy: "Adopting" },
  { choice: "rollback", label: "Go back to before", busy: "Going back" },
] as const;

/** Somebody else changed what the run steers: the difference, who did it, and three ways on. Nothing is overwritten unseen. */
export function ConflictPanel({
  state,
  detail,
  conflict,
}: {
  state: RolloutState;
  detail: RolloutDetail;
  conflict: ConflictView;
}) {
  const off = state.lost ?? whyNot(detail, "resolve");
  const pending = state.decide.isPending ? state.decide.variables : undefined;
  return (
    <Panel
      flush
      title="Changed by somebody else"
      caption={
        <>
          seen <TimeText iso={conflict.seenAt} />; the rollout stands still until you decide
        </>
      }
      action={<HealthChip status="degraded">Conflict</HealthChip>}
      className="overflow-hidden border-degraded-border"
    >
      {conflict.objects.map((object) => (
        <div key={`${object.key.plural}/${object.key.namespace}/${object.key.name}`}>
          <p className="px-3.5 py-2.5">
            <span className="mono">{objectName(object.diff.kind, object.key)}</span>{" "}
            {object.theirs === null ? "was deleted" : "was written"} by{" "}
            <strong>{object.by || "someone unknown"}</strong>
            {object.reason ? `: “${object.reason}”` : ""}.
            {object.parts.length > 0 ? (
              <span className="block text-text-3">
                {object.parts
                  .map((one) => (one.managed ? `${one.part} (steered by this rollout)` : one.part))
                  .join(", ")}
              </span>
            ) : null}
          </p>
          <div className="border-t border-border-1">
            <DiffView diff={object.diff} />
          </div>
        </div>
      ))}
      <div className="flex flex-wrap gap-2 border-t border-border-1 px-3.5 py-2.5">
        {CHOICES.map(({ choice, label, busy }) => (
          <Button
            key={choice}
            variant={choice === "rollback" ? "danger" : "default"}
            disabledReason={off}
            busy={pending?.verb === "resolve" && pending.choice === choice ? busy : undefined}
            onClick={() => state.decide.mutate({ verb: "resolve", choice, seen: detail })}
            className="max-sm:flex-1"
          >
            {label}
          </Button>
        ))}
      </div>
    </Panel>
  );
}
