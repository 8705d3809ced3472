"use client";

import { Check, FingerprintPattern, X } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import type { GateView } from "@/lib/model/approval";
import type { RolloutDetail } from "@/lib/model/rollout";
import { HashText } from "../hash-text";
import { endStop } from "../run/end-stop";
import { approveWords } from "../run/run-sentence";
import type { RolloutState } from "../use-rollout";
import { ReasonDialog } from "./reason-dialog";

/** The decision, always in view: names the hash it is about. Approving is off, with the reason, when it may not be. */
export function DecisionBar({
  state,
  seen,
  gate,
  me,
}: {
  state: RolloutState;
  /** what the reader looks at, and what the decision is bound to */
  seen: RolloutDetail;
  gate: GateView;
  me: { id: string } | undefined;
}) {
  const [comment, setComment] = useState("");
  const [rejecting, setRejecting] = useState(false);
  const { decide, lost } = state;
  const pending = decide.isPending ? decide.variables?.verb : undefined;
  const already = seen.approvals.some(
    (one) => one.gateId === gate.gate.id && one.counts && one.person.id === me?.id && one.decision === "approved",
  );
  const noApproval = lost ?? (already ? "You have approved this; it waits for others." : whyNoApproval(gate));
  const noRejection = lost ?? (gate.mayDecide ? undefined : (gate.whyNot ?? "You may not decide here."));
  return (
    <div className="shrink-0 border-t border-border-1 bg-surface-1">
      <div className="mx-auto grid max-w-[1280px] items-center gap-x-3 gap-y-1.5 px-4 py-2.5 max-sm:px-3 sm:flex">
        <span className="flex items-center gap-2 whitespace-nowrap text-text-2 max-sm:text-xs">
          <FingerprintPattern className="size-4 shrink-0" aria-hidden="true" />
          You decide on <HashText hash={gate.evidenceHash} className="text-text-1" />
        </span>
        <Input
          aria-label={`Comment for ${seen.author.name}`}
          placeholder={`Comment for ${seen.author.name}, needed to reject`}
          value={comment}
          maxLength={2000}
          onChange={(event) => setComment(event.target.value)}
          className="min-w-0 flex-1 max-sm:hidden"
        />
        <span className="flex gap-2">
          <Button
            variant="danger"
            className="max-sm:h-11 max-sm:px-[18px]"
            disabledReason={noRejection}
            busy={pending === "reject" ? "Rejecting" : undefined}
            onClick={() => setRejecting(true)}
          >
            <X aria-hidden="true" />
            Reject…
          </Button>
          <Button
            variant="primary"
            className="max-sm:h-11 max-sm:flex-1"
            disabledReason={noApproval}
            busy={pending === "approve" ? "Approving" : undefined}
            onClick={() => decide.mutate({ verb: "approve", reason: comment.trim(), seen })}
          >
            <Check aria-hidden="true" />
            {already ? "Approved by you" : approveWords(seen)}
          </Button>
        </span>
        {noApproval ? <p className="text-xs text-text-2 sm:hidden">{noApproval}</p> : null}
      </div>
      <ReasonDialog
        open={rejecting}
        onOpenChange={setRejecting}
        title={`Reject R-${seen.number}?`}
        description={
          gate.gate.onReject === "rollback"
            ? "One rejection ends the request: the rollout goes back to where it started."
            : "One rejection ends the request: the rollout stays paused where it is."
        }
        act="Reject"
        hash={gate.evidenceHash}
        start={comment}
        least={1}
        busy={pending === "reject"}
        onDecide={(reason) => {
          setRejecting(false);
          decide.mutate({ verb: "reject", reason, seen });
        }}
      />
    </div>
  );
}

/** Why approving is off; undefined: it is not. */
export function whyNoApproval(gate: GateView): string | undefined {
  if (gate.state === "closed") return closedWords(gate) || "A check fails; approving is off until it passes.";
  if (gate.state === "satisfied") return "Enough people have approved; the rollout goes on.";
  if (gate.state === "rejected") return "It was rejected.";
  if (gate.state === "expired") return "The request has expired.";
  return gate.mayDecide ? undefined : (gate.whyNot ?? "You may not decide here.");
}

/** Every reason as a sentence of its own. */
function closedWords({ closedBecause }: GateView): string {
  return closedBecause.map((why) => endStop(why.charAt(0).toUpperCase() + why.slice(1))).join(" ");
}
