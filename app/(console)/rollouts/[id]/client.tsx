"use client";

import { History } from "lucide-react";
import { useQueryStates } from "nuqs";
import { useCallback, useEffect, useMemo } from "react";
import { liveMoment, momentAt, stopsOf } from "@/components/rollouts/replay/moment";
import { ReplayBar } from "@/components/rollouts/replay/replay-bar";
import { RunActions } from "@/components/rollouts/run/run-actions";
import { runSentence } from "@/components/rollouts/run/run-sentence";
import { RunView } from "@/components/rollouts/run/run-view";
import { targetsWords } from "@/components/rollouts/target-words";
import { useRollout } from "@/components/rollouts/use-rollout";
import { PageBar } from "@/components/shell/page-bar";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { FailureState } from "@/components/ui/failure-state";
import { Panel } from "@/components/ui/panel";
import { SkeletonRows } from "@/components/ui/skeleton";
import { useAnnounce } from "@/lib/client/announcer";
import { describeError } from "@/lib/client/api-error";
import { usePageActions } from "@/lib/client/page-actions";
import { paths } from "@/lib/client/paths";
import { useScope } from "@/lib/client/use-scope";
import { type RolloutDetail, TERMINAL_PHASES } from "@/lib/model/rollout";
import { rolloutParams } from "./search-params";

export function RolloutClient({ id }: { id: string }) {
  const { scope } = useScope();
  const state = useRollout(id);
  if (state.detail) return <Loaded id={id} state={state} detail={state.detail} />;
  return (
    <>
      <PageBar crumbs={[{ label: "Rollouts", href: paths.rollouts(scope) }]} title="Rollout" />
      <div className="min-h-0 flex-1 overflow-y-auto">
        {state.query.isError ? (
          <FailureState
            failure={describeError(state.query.error)}
            onRetry={() => void state.query.refetch()}
            back={<ButtonLink href={paths.rollouts(scope)}>All rollouts</ButtonLink>}
          />
        ) : (
          <div className="grid gap-3 p-4 max-sm:p-3">
            <Panel flush>
              <SkeletonRows rows={2} label="Loading the rollout" />
            </Panel>
            <Panel flush title="Steps">
              <SkeletonRows rows={3} label="Loading its steps" />
            </Panel>
          </div>
        )}
      </div>
    </>
  );
}

function Loaded({ id, state, detail }: { id: string; state: ReturnType<typeof useRollout>; detail: RolloutDetail }) {
  const { scope } = useScope();
  const [params, setParams] = useQueryStates(rolloutParams, { history: "replace" });
  const replayMs = params.replay;
  const { evidence } = state;
  const go = useCallback((atMs: number) => void setParams({ replay: atMs }), [setParams]);
  const stops = useMemo(() => stopsOf(detail, evidence), [detail, evidence]);
  const moment = useMemo(
    () => (replayMs === null ? liveMoment(detail, evidence) : momentAt(detail, evidence, replayMs)),
    [detail, evidence, replayMs],
  );
  const ended = TERMINAL_PHASES.includes(detail.run.phase);
  const startReplay = () => go(stops[0] ?? Date.parse(detail.createdAt));
  usePageActions([{ id: "replay", label: `Replay R-${detail.number}`, run: startReplay }]);
  useNews(detail);
  const live = replayMs === null;
  return (
    <>
      <PageBar
        crumbs={[{ label: "Rollouts", href: paths.rollouts(scope) }]}
        title={`R-${detail.number} ${targetsWords(detail.targets)}`}
        actions={
          <>
            {live && stops.length > 1 ? (
              <Button variant={ended ? "default" : "ghost"} onClick={startReplay}>
                <History aria-hidden="true" />
                Replay
              </Button>
            ) : null}
            {live ? (
              <span className="contents max-sm:hidden">
                <RunActions state={state} detail={detail} scope={scope} />
              </span>
            ) : null}
          </>
        }
      />
      {live ? null : (
        <ReplayBar
          stops={stops}
          atMs={replayMs}
          event={moment.events[0]}
          onGo={go}
          onClose={() => void setParams({ replay: null })}
        />
      )}
      <div className="min-h-0 flex-1 overflow-y-auto">
        <RunView state={state} detail={detail} moment={moment} scope={scope} onGo={go} />
      </div>
      {live && !ended ? (
        <div className="flex flex-wrap gap-2 border-t border-border-1 bg-surface-1 px-3 py-2 sm:hidden">
          <RunActions key={id} state={state} detail={detail} scope={scope} wide />
        </div>
      ) : null}
    </>
  );
}

/** Says aloud where the run came to. */
function useNews(detail: RolloutDetail): void {
  const announce = useAnnounce();
  const words = runSentence(detail, liveMoment(detail, undefined));
  const bad = detail.run.phase === "rollingBack" || detail.run.phase === "holdOnHealthy";
  useEffect(() => announce(words, bad), [announce, words, bad]);
}
