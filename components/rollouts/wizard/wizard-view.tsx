"use client";

import { ArrowLeft, ArrowRight, Play } from "lucide-react";
import { Button } from "@/components/ui/button";
import { useKeys } from "@/lib/client/keys";
import type { Scope } from "@/lib/client/scope-params";
import type { Service } from "@/lib/model/workload";
import { ApprovalsForm } from "./approvals-form";
import { ChecksForm } from "./checks-form";
import { PlanSide } from "./plan-side";
import { PlanYaml } from "./plan-yaml";
import { ReviewForm } from "./review-form";
import { StageNav } from "./stage-nav";
import { StepsForm } from "./steps-form";
import type { Wizard } from "./use-wizard";
import { WhatForm } from "./what-form";
import { STAGE_WORDS, STAGES, type Stage, stageOf } from "./wizard-draft";

export type WizardMode = "form" | "yaml";

/** The plan being written: one stage at a time or as YAML at the left, what it touches and what is wrong with it at the right. */
export function WizardView({
  wizard,
  mesh,
  scope,
  services,
  stage,
  mode,
  onStage,
}: {
  wizard: Wizard;
  mesh: string;
  scope: Scope;
  services: readonly Service[];
  stage: Stage;
  mode: WizardMode;
  onStage: (stage: Stage) => void;
}) {
  return (
    <div className="mx-auto grid w-full max-w-[1280px] items-start gap-3 p-4 max-sm:p-3 lg:grid-cols-[minmax(0,1fr)_400px]">
      <div className="grid min-w-0 gap-3">
        <StageNav stage={stage} findings={wizard.findings} onGo={onStage} />
        {mode === "yaml" && stage !== "review" ? <PlanYaml wizard={wizard} /> : null}
        {mode === "form" && stage === "what" ? <WhatForm wizard={wizard} mesh={mesh} services={services} /> : null}
        {mode === "form" && stage === "steps" ? <StepsForm wizard={wizard} /> : null}
        {mode === "form" && stage === "checks" ? <ChecksForm wizard={wizard} /> : null}
        {mode === "form" && stage === "approvals" ? <ApprovalsForm wizard={wizard} /> : null}
        {stage === "review" ? <ReviewForm wizard={wizard} /> : null}
      </div>
      <PlanSide wizard={wizard} scope={scope} onFinding={(finding) => onStage(stageOf(finding.path))} />
    </div>
  );
}

/** On to the next stage, and at the last one the making of the plan. Ctrl+Enter does the same. */
export function WizardActions({
  wizard,
  stage,
  onStage,
  wide,
}: {
  wizard: Wizard;
  stage: Stage;
  onStage: (stage: Stage) => void;
  wide?: boolean;
}) {
  const at = STAGES.indexOf(stage);
  const before = STAGES[at - 1];
  const next = STAGES[at + 1];
  const { make, blocked } = wizard;
  useKeys([
    {
      keys: "mod+Enter",
      label: next ? `On to ${STAGE_WORDS[next].toLowerCase()}` : "Make the plan and start it",
      group: "This page",
      inFields: true,
      run: () => {
        if (next) onStage(next);
        else if (!blocked && !make.isPending) make.mutate(true);
      },
    },
  ]);
  return (
    <>
      {before ? (
        <Button variant="ghost" onClick={() => onStage(before)}>
          <ArrowLeft aria-hidden="true" />
          {STAGE_WORDS[before]}
        </Button>
      ) : null}
      {next ? (
        <Button variant="primary" className={wide ? "flex-1" : ""} onClick={() => onStage(next)}>
          {STAGE_WORDS[next]}
          <ArrowRight aria-hidden="true" />
        </Button>
      ) : (
        <>
          <Button
            disabledReason={make.isPending ? undefined : blocked}
            busy={make.isPending && make.variables === false ? "Keeping" : undefined}
            onClick={() => make.mutate(false)}
          >
            Keep for later
          </Button>
          <Button
            variant="primary"
            className={wide ? "flex-1" : ""}
            disabledReason={make.isPending ? undefined : blocked}
            busy={make.isPending && make.variables ? "Starting" : undefined}
            onClick={() => make.mutate(true)}
          >
            <Play aria-hidden="true" />
            Start the rollout
          </Button>
        </>
      )}
    </>
  );
}
