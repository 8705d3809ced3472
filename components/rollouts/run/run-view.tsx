"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { TimeText } from "@/components/policies/time-text";
import { Note } from "@/components/ui/note";
import { Stale } from "@/components/ui/stale";
import { describeError } from "@/lib/client/api-error";
import { sessionQuery } from "@/lib/client/queries/session";
import type { Scope } from "@/lib/client/scope-params";
import { useNow } from "@/lib/client/use-now";
import type { RolloutDetail } from "@/lib/model/rollout";
import { OpenBreakGlass } from "../approve/break-glass";
import { HashText } from "../hash-text";
import { Until } from "../next-words";
import { PhaseChip } from "../phase-chip";
import type { Moment } from "../replay/moment";
import { withStepNames } from "../step-names";
import type { RolloutState } from "../use-rollout";
import { BackPanel } from "./back-panel";
import { chartWindow } from "./chart-window";
import { CheckCard } from "./check-card";
import { checkFacts } from "./check-facts";
import { ChecksTable } from "./checks-table";
import { ConflictPanel } from "./conflict-panel";
import { DecisionFailure } from "./decision-failure";
import { endStop } from "./end-stop";
import { EventsPanel } from "./events-panel";
import { GitPanel } from "./git-panel";
import { HoldNote } from "./hold-note";
import { NoChecksYet } from "./no-checks-yet";
import { pauseWords } from "./pause-words";
import { ProxiesPanel } from "./proxies-panel";
import { runSentence, targetOf } from "./run-sentence";
import { ShareCard } from "./share-card";
import { sidesOf } from "./sides";
import { StepsPanel } from "./steps-panel";

/** A run: what is the case and what comes next, its steps, both sides in figures, the checks, events, and the way back. */
export function RunView({
  state,
  detail,
  moment,
  scope,
  onGo,
}: {
  state: RolloutState;
  detail: RolloutDetail;
  moment: Moment;
  scope: Scope;
  onGo: (atMs: number) => void;
}) {
  const live = moment.atMs === null;
  const now = useNow(5000);
  const me = useQuery(sessionQuery()).data?.actor;
  const target = targetOf(detail, moment.run);
  const own = useMemo(
    () => moment.analyses.filter((one) => one.targetId === target?.id),
    [moment.analyses, target?.id],
  );
  const checks = useMemo(
    () => checkFacts(own, detail.plan.analysis.minSamples),
    [own, detail.plan.analysis.minSamples],
  );
  const window = chartWindow(detail, moment, now || Date.parse(detail.run.enteredAt));
  const sides = sidesOf(target?.target);
  const pause = live && detail.run.phase === "paused" ? pauseWords(detail) : null;
  return (
    <div className="grid gap-3 p-4 max-sm:p-3">
      <RunHead
        detail={detail}
        moment={moment}
        brief={pause !== null || (live && (detail.conflict ?? detail.hold) !== null)}
      />
      {live ? <DecisionFailure error={state.decide.error} /> : null}
      {pause ? (
        <Note tone="degraded" live title={pause.why}>
          {pause.next}
        </Note>
      ) : null}
      {live && detail.run.alarm && !pause && !detail.conflict && !detail.hold ? (
        <Note tone="failing" live title="Someone has to look at this now.">
          {detail.run.alarm.text}
        </Note>
      ) : null}
      {state.query.isError ? (
        <Note tone="degraded" live title="This is not up to date.">
          {describeError(state.query.error).what} {describeError(state.query.error).why} It is asked again by itself.
        </Note>
      ) : null}
      {live ? <OpenBreakGlass detail={detail} me={me} /> : null}
      {live && detail.conflict ? <ConflictPanel state={state} detail={detail} conflict={detail.conflict} /> : null}
      {live && detail.hold ? <HoldNote state={state} detail={detail} hold={detail.hold} /> : null}
      <Stale when={live && (state.query.isError || state.lost !== undefined)} className="grid min-w-0 gap-3">
        <StepsPanel detail={detail} moment={moment} />
        <div className="grid min-w-0 gap-3 lg:grid-cols-[repeat(auto-fit,minmax(360px,1fr))]">
          {checks.map((check) => (
            <CheckCard key={check.id} check={check} sides={sides} window={window} />
          ))}
          {checks.length === 0 ? <NoChecksYet detail={detail} moment={moment} /> : null}
          <ShareCard detail={detail} moment={moment} sides={sides} window={window} />
        </div>
        <div className="grid items-start gap-3 xl:grid-cols-[minmax(0,1fr)_420px]">
          <div className="grid min-w-0 gap-3">
            {checks.length > 0 ? <ChecksTable checks={checks} policy={detail.plan.analysis} /> : null}
            {live && !detail.endedAt ? <BackPanel detail={detail} /> : null}
            {live && detail.run.phase === "succeeded" && detail.gitPatch ? (
              <GitPanel number={detail.number} patch={detail.gitPatch} />
            ) : null}
            {live ? <ProxiesPanel detail={detail} scope={scope} /> : null}
          </div>
          <EventsPanel events={moment.events} rolloutId={detail.id} scope={scope} onGo={onGo} />
        </div>
      </Stale>
    </div>
  );
}

/** `brief`: why and what next are said in full below it. */
function RunHead({ detail, moment, brief }: { detail: RolloutDetail; moment: Moment; brief: boolean }) {
  const live = moment.atMs === null;
  return (
    <div className="grid gap-1.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <PhaseChip run={moment.run} mine={live && detail.waitsForMe} />
        <p className="min-w-0 text-xl font-semibold tracking-[-0.018em] [overflow-wrap:anywhere]">
          {runSentence(detail, moment)}
        </p>
        <p className="ml-auto text-text-3 max-sm:ml-0">
          {detail.startedAt ? "Started" : "Planned"} by {detail.author.name},{" "}
          <TimeText iso={detail.startedAt ?? detail.createdAt} /> · plan <HashText hash={detail.plan.hash} />
        </p>
      </div>
      {brief ? null : (
        <p className="text-md text-text-2 [overflow-wrap:anywhere]">
          {moment.run.reasonText && moment.run.reasonText !== moment.run.alarm?.text
            ? `${endStop(moment.run.reasonText)} `
            : ""}
          {live && detail.next ? (
            <>
              Next
              {detail.next.at ? (
                <>
                  {" "}
                  <Until iso={detail.next.at} />
                </>
              ) : null}
              : {endStop(withStepNames(detail.plan, detail.next.what))}
            </>
          ) : null}
        </p>
      )}
      {detail.plan.description ? <p className="text-text-3">“{detail.plan.description}”</p> : null}
    </div>
  );
}
