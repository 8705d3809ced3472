"use client";

import { Note } from "@/components/ui/note";
import { Panel } from "@/components/ui/panel";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Stale } from "@/components/ui/stale";
import { NextDiffs } from "../approve/next-diffs";
import { HashText } from "../hash-text";
import { DecisionFailure } from "../run/decision-failure";
import { checkWords } from "../run/no-checks-yet";
import { approvals } from "../run/step-facts";
import { StepLine } from "../run/step-line";
import { planTargetWords, secondsWords, strategyWords } from "../target-words";
import { planLine } from "./plan-line";
import type { Wizard } from "./use-wizard";

/** The whole plan before it is made: its steps, who is asked, what is watched, and exactly what the first step writes. */
export function ReviewForm({ wizard }: { wizard: Wizard }) {
  const { draft, check, current, errors } = wizard;
  const plan = check.data?.plan;
  if (!plan) {
    return errors > 0 ? (
      <Note tone="failing" title="This is no plan yet.">
        Mend what the console says beside; each finding leads to its field.
      </Note>
    ) : (
      <Panel flush title="The plan">
        <SkeletonRows rows={4} label="Loading the plan" />
      </Panel>
    );
  }
  const { analysis } = plan;
  return (
    <Stale when={!current} className="grid min-w-0 gap-3">
      <p className="px-0.5 text-xl font-semibold tracking-[-0.018em]">{reviewSentence(wizard)}</p>
      {draft.description ? <p className="px-0.5 text-text-2">“{draft.description}”</p> : null}
      <DecisionFailure error={wizard.make.error} />
      {plan.targets.map((target) => (
        <Panel
          key={target.id}
          flush
          title={planTargetWords(target.target)}
          caption={strategyWords(target.strategy.kind)}
          className="overflow-hidden"
        >
          <StepLine label={`Steps of ${planTargetWords(target.target)}`} steps={planLine(plan, target)} />
        </Panel>
      ))}
      <div className="grid gap-3 sm:grid-cols-2">
        <Panel title="Watched">
          {analysis.checks.length === 0 ? (
            <p className="text-text-2">Nothing: only people stop it.</p>
          ) : (
            <ul className="grid gap-1">
              {analysis.checks.map((one) => (
                <li key={checkWords(one)}>{checkWords(one)}</li>
              ))}
            </ul>
          )}
          <p className="mt-2 text-xs text-text-3">
            Every {secondsWords(analysis.intervalSec)}; {analysis.consecutiveFailureLimit} failed in a row, or{" "}
            {analysis.failureLimit} in a step, and it goes back with nobody asked.
          </p>
        </Panel>
        <Panel title="Asked">
          {askedOf(wizard).length === 0 ? (
            <p className="text-text-2">Nobody: it goes on by itself as long as its checks pass.</p>
          ) : (
            <ul className="grid gap-1">
              {askedOf(wizard).map((one) => (
                <li key={one}>{one}</li>
              ))}
            </ul>
          )}
        </Panel>
      </div>
      <NextDiffs diffs={check.data?.firstDiff ?? []} title="The first step writes" />
      <p className="px-0.5 text-xs text-text-3">
        Plan <HashText hash={plan.hash} />. It cannot be changed once it is made; another plan takes its place.
      </p>
    </Stale>
  );
}

function reviewSentence({ draft }: Wizard): string {
  const [first, ...more] = draft.targets;
  if (!first) return draft.name;
  const { target } = first;
  const head =
    target.kind === "mtls"
      ? `${planTargetWords(target)} goes to strict in stages`
      : `${target.service} goes from ${target.stable.version} to ${target.candidate.version}`;
  return more.length > 0 ? `${head}, then ${more.map((one) => planTargetWords(one.target)).join(", ")}` : head;
}

function askedOf({ check }: Wizard): string[] {
  const plan = check.data?.plan;
  if (!plan) return [];
  const gates = [
    ...(plan.startGate ? [plan.startGate] : []),
    ...plan.targets.flatMap(({ steps }) => steps.flatMap(({ gate }) => gate ?? [])),
    ...(plan.promotionGate ? [plan.promotionGate] : []),
  ];
  return gates.map((gate) => `${gate.title.charAt(0).toUpperCase()}${gate.title.slice(1)}: ${approvals(gate)}`);
}
