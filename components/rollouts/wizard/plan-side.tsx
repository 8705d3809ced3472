"use client";

import { FindingsList } from "@/components/policies/findings-list";
import { Note } from "@/components/ui/note";
import { Panel } from "@/components/ui/panel";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Stale } from "@/components/ui/stale";
import { describeError } from "@/lib/client/api-error";
import { paths } from "@/lib/client/paths";
import type { Scope } from "@/lib/client/scope-params";
import type { Finding } from "@/lib/model/finding";
import { planSteps } from "@/lib/model/rollout-plan";
import { TouchPanel } from "../approve/touch-panel";
import { secondsWords, wantedShare } from "../target-words";
import { touchedVersions } from "../touched-versions";
import type { Wizard } from "./use-wizard";

/** Beside the form: whom it touches, how long it takes, what the checks of the plan say. */
export function PlanSide({
  wizard,
  scope,
  onFinding,
}: {
  wizard: Wizard;
  scope: Scope;
  onFinding: (finding: Finding) => void;
}) {
  const { check, current, findings, targetAt } = wizard;
  const plan = check.data?.plan ?? null;
  const target = plan?.targets[targetAt] ?? plan?.targets[0];
  const shares = target?.steps.flatMap((step) => wantedShare(step) ?? []) ?? [];
  const traffic = target?.target.kind === "traffic" ? target.target : null;
  const total = plan ? planSteps(plan).reduce((sum, { step }) => sum + step.bakeSec, 0) : 0;
  if (!check.data) {
    return check.isError ? (
      <Note tone="degraded" title={describeError(check.error).what}>
        {describeError(check.error).why} {describeError(check.error).next}
      </Note>
    ) : (
      <Panel flush title="What it touches">
        <SkeletonRows rows={4} label="Loading what it touches" />
      </Panel>
    );
  }
  return (
    <Stale when={!current} className="grid min-w-0 content-start gap-3">
      {check.data.blastRadius ? (
        <TouchPanel
          blast={check.data.blastRadius}
          versions={target ? touchedVersions(target, 0, Math.max(0, ...shares)) : []}
          target={target?.target}
          graphHref={paths.graph(scope, traffic ? { find: traffic.service } : {})}
        />
      ) : null}
      {plan ? (
        <p className="px-0.5 text-text-2">
          {planSteps(plan).length} steps, at least {secondsWords(total)} of watching
          {gatesOf(plan) > 0
            ? `, and ${gatesOf(plan)} ${gatesOf(plan) === 1 ? "place" : "places"} where people are asked`
            : ""}
          .
        </p>
      ) : null}
      <Panel title="What the console says of it">
        <FindingsList findings={findings} pass="This plan can run" blocks="cannot be started" onOpen={onFinding} />
      </Panel>
    </Stale>
  );
}

function gatesOf(plan: NonNullable<NonNullable<Wizard["check"]["data"]>["plan"]>): number {
  const steps = planSteps(plan).filter(({ step }) => step.gate !== null).length;
  return steps + (plan.startGate ? 1 : 0) + (plan.promotionGate ? 1 : 0);
}
