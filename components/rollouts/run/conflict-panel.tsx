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
  {
    choice: "mine",
    label: "Write mine again",
    busy: "Writing",
    effect: "The rollout goes on from this step; their change to what it steers is lost, the rest of theirs stays.",
  },
  {
    choice: "theirs",
    label: "Adopt theirs as a new plan",
    busy: "Adopting",
    effect: "This rollout ends, and traffic stays as they wrote it. The same plan waits to be started from there.",
  },
  {
    choice: "rollback",
    label: "Go back to before",
    busy: "Going back",
    effect: "Everything is as it was before this rollout; what it and they wrote is undone.",
  },
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
      <ul aria-label="Ways on" className="grid gap-2 border-t border-border-1 px-3.5 py-3 max-sm:gap-4">
        {CHOICES.map(({ choice, label, busy, effect }) => (
          <li key={choice} className="grid items-center gap-x-3 gap-y-1 sm:grid-cols-[220px_minmax(0,1fr)]">
            <Button
              variant={choice === "rollback" ? "danger" : "default"}
              disabledReason={off}
              busy={pending?.verb === "resolve" && pending.choice === choice ? busy : undefined}
              onClick={() => state.decide.mutate({ verb: "resolve", choice, seen: detail })}
            >
              {label}
            </Button>
            <span className="text-text-2">{effect}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
