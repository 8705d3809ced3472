"use client";

import { ArrowRight, Pause, Play, Undo2, UserRoundCheck } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { paths } from "@/lib/client/paths";
import type { Scope } from "@/lib/client/scope-params";
import { type RolloutDetail, type RolloutVerb, TERMINAL_PHASES } from "@/lib/model/rollout";
import { shareText, targetShare } from "../shares";
import { candidateWords } from "../target-words";
import type { RolloutState } from "../use-rollout";
import { PromoteDialog } from "./promote-dialog";
import { targetOf } from "./run-sentence";

/** The acts on a run. Abort is always there, one press, and says its effect. On a phone they stand in a bar of their own. */
export function RunActions({
  state,
  detail,
  scope,
  wide,
}: {
  state: RolloutState;
  detail: RolloutDetail;
  scope: Scope;
  wide?: boolean;
}) {
  const [asking, setAsking] = useState(false);
  const { phase } = detail.run;
  if (TERMINAL_PHASES.includes(phase)) return null;
  const size = wide ? ("touch" as const) : ("default" as const);
  const busy = (verb: RolloutVerb, words: string) =>
    state.decide.isPending && state.decide.variables?.verb === verb ? words : undefined;
  const off = (verb: RolloutVerb) => state.lost ?? whyNot(detail, verb);
  const act = (verb: RolloutVerb) => () => state.decide.mutate({ verb, seen: detail });
  const queued = detail.run.reason === "queued";
  const idle = phase === "validated" || phase === "draft";
  return (
    <>
      {idle ? null : phase === "paused" ? (
        <Button size={size} disabledReason={off("resume")} busy={busy("resume", "Resuming")} onClick={act("resume")}>
          <Play aria-hidden="true" />
          Resume
        </Button>
      ) : phase === "rollingBack" ? null : (
        <Button size={size} disabledReason={off("pause")} busy={busy("pause", "Pausing")} onClick={act("pause")}>
          <Pause aria-hidden="true" />
          Pause
        </Button>
      )}
      {idle || wide || phase === "rollingBack" ? null : (
        <Button disabledReason={off("promote")} busy={busy("promote", "Promoting")} onClick={() => setAsking(true)}>
          <ArrowRight aria-hidden="true" />
          Promote
        </Button>
      )}
      {phase === "gate" ? (
        <ButtonLink
          size={size}
          variant={detail.waitsForMe ? "primary" : "default"}
          href={paths.approveRollout(detail.id, scope)}
        >
          <UserRoundCheck aria-hidden="true" />
          {detail.waitsForMe ? "Review and decide" : "See the request"}
        </ButtonLink>
      ) : null}
      {idle ? (
        <>
          <Button size={size} variant="ghost" disabledReason={off("abort")} onClick={act("abort")}>
            Discard
          </Button>
          <Button
            size={size}
            variant="primary"
            className={wide ? "flex-1" : ""}
            disabledReason={queued ? "It starts by itself once its target is free." : off("start")}
            busy={busy("start", "Starting")}
            onClick={act("start")}
          >
            <Play aria-hidden="true" />
            Start the rollout
          </Button>
        </>
      ) : (
        <AbortButton state={state} detail={detail} wide={wide ?? false} />
      )}
      <PromoteDialog
        open={asking}
        onOpenChange={setAsking}
        detail={detail}
        onPromote={(reason) => {
          setAsking(false);
          state.decide.mutate({ verb: "promote", reason, seen: detail });
        }}
      />
    </>
  );
}

/** Back to where it was, at once: no question asked. Works without the live connection, as long as the console answers. */
export function AbortButton({ state, detail, wide }: { state: RolloutState; detail: RolloutDetail; wide?: boolean }) {
  const verb = detail.verbs.find((one) => one.verb === "abort");
  const found = targetOf(detail, detail.run);
  const target = found?.target;
  const before = targetShare(detail.before, found);
  const goingBack = detail.run.phase === "rollingBack";
  const pending = state.decide.isPending && state.decide.variables?.verb === "abort";
  const reason = state.unreachable
    ? "The console does not answer; it is tried again by itself."
    : verb && !verb.allowed && !goingBack
      ? (verb.whyNot ?? "You may not abort this one.")
      : undefined;
  const effect =
    target?.kind === "mtls" ? "Abort, back to before" : `Abort, ${candidateWords(target)} to ${shareText(before)}%`;
  return (
    <Button
      variant="dangerSolid"
      size={wide ? "touch" : "default"}
      className={wide ? "flex-auto" : ""}
      busy={pending ? "Aborting" : goingBack ? "Going back" : undefined}
      disabledReason={pending || goingBack ? undefined : reason}
      onClick={() => state.decide.mutate({ verb: "abort", seen: detail })}
    >
      <Undo2 aria-hidden="true" />
      {effect}
    </Button>
  );
}

/** Why the reader may not do it now; undefined when they may. */
export function whyNot(detail: RolloutDetail, verb: RolloutVerb): string | undefined {
  const found = detail.verbs.find((one) => one.verb === verb);
  if (!found || found.allowed) return undefined;
  return found.whyNot ?? "Not now.";
}
