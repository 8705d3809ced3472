"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { RolloutDetail } from "@/lib/model/rollout";
import { candidateWords } from "../target-words";
import { targetOf } from "./run-sentence";

/** Going on before the plan would: names what is skipped, takes a reason. */
export function PromoteDialog({
  open,
  onOpenChange,
  detail,
  onPromote,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  detail: RolloutDetail;
  onPromote: (reason: string) => void;
}) {
  const [reason, setReason] = useState("");
  const target = targetOf(detail, detail.run)?.target;
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Move ${candidateWords(target)} on before its time?`}
      description="What is left of this step's watch is skipped. Gates and their approvals stay; a check that fails still sends it back."
      actions={
        <>
          <Button variant="ghost" onClick={() => onOpenChange(false)}>
            Keep watching
          </Button>
          <Button variant="primary" onClick={() => onPromote(reason.trim())}>
            Move on now
          </Button>
        </>
      }
    >
      <Field label="Reason, kept with the run">
        {({ id }) => (
          <Input id={id} value={reason} maxLength={2000} onChange={(event) => setReason(event.target.value)} />
        )}
      </Field>
    </Dialog>
  );
}
