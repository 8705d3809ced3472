"use client";

import { useMemo } from "react";
import { TimeText } from "@/components/policies/time-text";
import { rate } from "@/lib/client/format/rate";
import { paths } from "@/lib/client/paths";
import type { Scope } from "@/lib/client/scope-params";
import type { GateView } from "@/lib/model/approval";
import type { RolloutDetail } from "@/lib/model/rollout";
import { planSteps } from "@/lib/model/rollout-plan";
import { PhaseChip } from "../phase-chip";
import { liveMoment } from "../replay/moment";
import { checkFacts } from "../run/check-facts";
import { DecisionFailure } from "../run/decision-failure";
import { requestSentence, targetOf } from "../run/run-sentence";
import { sidesOf } from "../run/sides";
import { shareText, targetShare } from "../shares";
import { wantedShare } from "../target-words";
import { touchedVersions } from "../touched-versions";
import type { RolloutState } from "../use-rollout";
import { ApprovalsPanel } from "./approvals-panel";
import { BindingPanel } from "./binding-panel";
import { BreakGlass, OpenBreakGlass } from "./break-glass";
import { EvidencePanel } from "./evidence-panel";
import { NextDiffs } from "./next-diffs";
import { TouchPanel } from "./touch-panel";

/** All an approver needs for a decision: the request in a sentence, the difference, the evidence, whom it touches, who agreed, what it binds. */
export function ApproveView({
  state,
  seen,
  gate,
  scope,
  me,
}: {
  state: RolloutState;
  seen: RolloutDetail;
  gate: GateView;
  scope: Scope;
  me: { id: string; name: string } | undefined;
}) {
  const facts = useMemo(() => gateFacts(seen, gate), [seen, gate]);
  const moment = useMemo(() => liveMoment(seen, state.evidence), [seen, state.evidence]);
  const analyses = moment.analyses.filter((one) => one.stepId === facts.fromStepId);
  const checks = checkFacts(analyses, seen.plan.analysis.minSamples);
  return (
    <div className="mx-auto grid w-full max-w-[1280px] items-start gap-3 p-4 max-sm:p-3 lg:grid-cols-[minmax(0,1fr)_400px]">
      <div className="grid min-w-0 gap-3">
        <div className="px-0.5 pb-1">
          <p className="flex flex-wrap items-center gap-2.5 text-text-3">
            <PhaseChip run={seen.run} mine={gate.mayDecide} />
            <span>
              Asked by {seen.author.name}, <TimeText iso={gate.openedAt} />
            </span>
          </p>
          <h2 className="mb-1.5 mt-2.5 text-balance text-[24px] font-semibold leading-[30px] tracking-[-0.022em]">
            {requestSentence(seen)}
          </h2>
          <p className="text-md text-text-2 [overflow-wrap:anywhere]">
            {facts.moreWords} {seen.plan.description ? `“${seen.plan.description}”` : ""}
          </p>
        </div>
        <DecisionFailure error={state.decide.error} />
        <OpenBreakGlass detail={seen} me={me} />
        <NextDiffs diffs={seen.nextDiff} />
        <EvidencePanel
          title={facts.evidenceTitle}
          analyses={analyses}
          checks={checks}
          sides={sidesOf(facts.target?.target)}
        />
      </div>
      <div className="grid min-w-0 gap-3">
        <TouchPanel
          blast={seen.blastRadius}
          versions={facts.target ? touchedVersions(facts.target, facts.now, facts.after) : []}
          target={facts.target?.target}
          graphHref={paths.graph(scope, facts.service ? { find: facts.service } : {})}
        />
        <ApprovalsPanel detail={seen} gate={gate} me={me} />
        <BindingPanel detail={seen} gate={gate} />
        <BreakGlass state={state} seen={seen} />
      </div>
    </div>
  );
}

/** What the gate stands between: the share now and after, and the step whose evidence counts. */
function gateFacts(seen: RolloutDetail, gate: GateView) {
  const steps = planSteps(seen.plan);
  const promotes = seen.plan.promotionGate?.id === gate.gate.id;
  const at = promotes
    ? steps.length
    : Math.max(
        0,
        steps.findIndex(({ step }) => step.id === gate.stepId),
      );
  const found = steps[at] ?? steps.at(-1);
  const target = found?.target ?? targetOf(seen, seen.run);
  const traffic = target?.target.kind === "traffic" ? target.target : null;
  const now = targetShare(seen.run.desired, target);
  const after = promotes ? 100 : found ? wantedShare(found.step) : null;
  const perSec = seen.blastRadius.ratePerSec;
  const more = after !== null && perSec !== null && traffic ? ((after - now) / 100) * perSec : null;
  const figure = more !== null && more > 0 ? rate(more) : null;
  return {
    target,
    now,
    after,
    service: traffic?.service,
    // The step before the gate is the one that was watched.
    fromStepId: steps[at - 1]?.step.id ?? "",
    evidenceTitle: traffic ? `Evidence at ${shareText(now)}%` : "Evidence so far",
    moreWords:
      figure && traffic
        ? `About ${figure.value} more requests per second reach ${traffic.candidate.version}.`
        : promotes && traffic
          ? `${traffic.candidate.version} has all the traffic already; ${traffic.stable.version} is let go.`
          : "",
  };
}
