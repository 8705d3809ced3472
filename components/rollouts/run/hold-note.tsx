"use client";

import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import type { HoldView, RolloutDetail } from "@/lib/model/rollout";
import { candidateWords } from "../target-words";
import type { RolloutState } from "../use-rollout";
import { whyNot } from "./run-actions";
import { targetOf } from "./run-sentence";

/** The stable side is the broken one: traffic stays on the side that passes, and a person decides which way. */
export function HoldNote({ state, detail, hold }: { state: RolloutState; detail: RolloutDetail; hold: HoldView }) {
  const target = targetOf(detail, detail.run)?.target;
  const stable = target?.kind === "traffic" ? target.stable.version : "the old side";
  const act = (verb: "promote" | "rollback") => () => state.decide.mutate({ verb, seen: detail });
  const off = (verb: "promote" | "rollback") => state.lost ?? whyNot(detail, verb);
  return (
    <Note
      tone="failing"
      live
      title={
        hold.healthy === "candidate"
          ? `${stable} fails its checks, ${candidateWords(target)} passes them.`
          : hold.healthy === "stable"
            ? `${candidateWords(target)} fails its checks, so ${stable} has the traffic.`
            : "Both sides fail their checks."
      }
    >
      {hold.text}
      <span className="mt-2.5 flex flex-wrap gap-2">
        <Button size="small" disabledReason={off("promote")} onClick={act("promote")}>
          Keep {candidateWords(target)}
        </Button>
        <Button size="small" variant="danger" disabledReason={off("rollback")} onClick={act("rollback")}>
          Go back to {stable}
        </Button>
      </span>
    </Note>
  );
}
