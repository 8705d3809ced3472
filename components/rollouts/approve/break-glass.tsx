"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Siren } from "lucide-react";
import { useState } from "react";
import { TimeText } from "@/components/policies/time-text";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { Panel } from "@/components/ui/panel";
import { confirmBreakGlass } from "@/lib/client/decide-rollout";
import { wholeTime } from "@/lib/client/format/time";
import type { BreakGlassView } from "@/lib/model/approval";
import type { RolloutDetail } from "@/lib/model/rollout";
import { DecisionFailure } from "../run/decision-failure";
import { whyNot } from "../run/run-actions";
import type { RolloutState } from "../use-rollout";
import { ReasonDialog } from "./reason-dialog";

const LEAST_REASON = 10;

/** Going on against a gate or a failing check: a typed reason, a loud note, and a second person afterwards. */
export function BreakGlass({ state, seen }: { state: RolloutState; seen: RolloutDetail }) {
  const [asking, setAsking] = useState(false);
  const verb = seen.verbs.find((one) => one.verb === "break-glass");
  if (!verb) return null;
  const hash = seen.gate?.evidenceHash ?? seen.plan.hash;
  return (
    <Panel title="In an emergency">
      <p className="text-text-2">
        Going on without the approvals, or against a failing check, is recorded, told to everyone, and a second person
        has to stand behind it.
      </p>
      <Button
        variant="danger"
        size="small"
        className="mt-2.5"
        disabledReason={state.lost ?? whyNot(seen, "break-glass")}
        onClick={() => setAsking(true)}
      >
        <Siren aria-hidden="true" />
        Break the glass…
      </Button>
      <ReasonDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Break the glass on R-${seen.number}?`}
        description="The rollout goes on at once, without the approvals it waits for. Everyone is told, with your name and your reason."
        act="Go on without approval"
        hash={hash}
        start=""
        least={LEAST_REASON}
        busy={state.decide.isPending}
        onDecide={(reason) => {
          setAsking(false);
          state.decide.mutate({ verb: "break-glass", reason, seen });
        }}
      />
    </Panel>
  );
}

/** Acts of break-glass that still want their second person. */
export function OpenBreakGlass({ detail, me }: { detail: RolloutDetail; me: { id: string } | undefined }) {
  return detail.breakGlass
    .filter((one) => one.confirmedBy === null)
    .map((one) => <OneOpen key={one.id} detail={detail} act={one} mine={one.person.id === me?.id} />);
}

function OneOpen({ detail, act, mine }: { detail: RolloutDetail; act: BreakGlassView; mine: boolean }) {
  const queryClient = useQueryClient();
  const confirm = useMutation({
    mutationFn: () => confirmBreakGlass(detail, act.id),
    onSuccess: (next) => queryClient.setQueryData(["rollout", detail.id], next),
  });
  return (
    <div className="grid gap-2">
      <Note
        tone={act.overdue ? "failing" : "degraded"}
        title={`${act.person.name} broke the glass.`}
        action={
          mine ? undefined : (
            <Button size="small" busy={confirm.isPending ? "Confirming" : undefined} onClick={() => confirm.mutate()}>
              Stand behind it
            </Button>
          )
        }
      >
        “{act.reason}”, <TimeText iso={act.at} />.{" "}
        {act.overdue
          ? "The second person is overdue."
          : `A second person is needed by ${wholeTime(Date.parse(act.secondPersonBy))}.`}
      </Note>
      <DecisionFailure error={confirm.error} />
    </div>
  );
}
