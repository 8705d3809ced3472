"use client";

import { Plus, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Panel } from "@/components/ui/panel";
import { Segmented } from "@/components/ui/segmented";
import type { AnalysisCheck, AnalysisPolicy } from "@/lib/model/analysis";
import { checkWords } from "../run/no-checks-yet";
import { DryRunPanel } from "./dry-run-panel";
import { FieldFindings } from "./field-findings";
import { LabelledChoice } from "./labelled-choice";
import { DurationField, NumberField, OptionalNumberField } from "./number-field";
import type { Wizard } from "./use-wizard";
import { newCheck } from "./wizard-draft";

const PAUSE_OR_BACK = [
  { value: "pause", label: "Pause" },
  { value: "rollback", label: "Go back" },
] as const;

/** What is watched, with which limits, and what those limits would have said of past traffic. */
export function ChecksForm({ wizard }: { wizard: Wizard }) {
  const { draft, setDraft, findings } = wizard;
  const policy = draft.analysis;
  const set = (change: Partial<AnalysisPolicy>) => setDraft({ ...draft, analysis: { ...policy, ...change } });
  const put = (at: number, check: AnalysisCheck) =>
    set({ checks: policy.checks.map((one, i) => (i === at ? check : one)) });
  return (
    <div className="grid gap-3">
      <Panel
        flush
        title="Checks"
        caption="the new version is compared with the old one on the same window"
        action={
          <span className="flex gap-1">
            <Button
              size="small"
              variant="ghost"
              onClick={() => set({ checks: [...policy.checks, newCheck("successRate")] })}
            >
              <Plus aria-hidden="true" />
              Errors
            </Button>
            <Button
              size="small"
              variant="ghost"
              onClick={() => set({ checks: [...policy.checks, newCheck("latency")] })}
            >
              <Plus aria-hidden="true" />
              Latency
            </Button>
          </span>
        }
      >
        {policy.checks.length === 0 ? (
          <p className="px-3.5 py-3 text-text-2">No checks: only people stop this rollout.</p>
        ) : null}
        <ol className="divide-y divide-border-1">
          {policy.checks.map((check, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a check is its place in the list
            <li key={i} className="flex items-start gap-2 px-3.5 py-3">
              <fieldset className="min-w-0 flex-1">
                <legend className="mb-2 font-medium">{checkWords(check)}</legend>
                <CheckFields check={check} onChange={(next) => put(i, next)} />
                <FieldFindings findings={findings} path={`analysis.checks[${i}]`} />
              </fieldset>
              <IconButton
                small
                label={`Remove check ${i + 1}`}
                onClick={() => set({ checks: policy.checks.filter((_, at) => at !== i) })}
              >
                <X aria-hidden="true" />
              </IconButton>
            </li>
          ))}
        </ol>
      </Panel>
      <Panel title="How they are judged">
        <div className="grid grid-cols-2 gap-3 sm:grid-cols-3">
          <DurationField
            label="Look every"
            value={policy.intervalSec}
            min={1}
            max={3600}
            onChange={(intervalSec) => set({ intervalSec })}
          />
          <NumberField
            label="Requests a side, at least"
            value={policy.minSamples}
            min={1}
            max={1_000_000}
            onChange={(minSamples) => set({ minSamples })}
          />
          <DurationField
            label="After a step, wait"
            value={policy.warmUpSec}
            max={3600}
            onChange={(warmUpSec) => set({ warmUpSec })}
          />
          <NumberField
            label="Go back after failed in a row"
            value={policy.consecutiveFailureLimit}
            min={1}
            max={100}
            onChange={(consecutiveFailureLimit) => set({ consecutiveFailureLimit })}
          />
          <NumberField
            label="Or failed in a step"
            value={policy.failureLimit}
            min={1}
            max={100}
            onChange={(failureLimit) => set({ failureLimit })}
          />
          <DurationField
            label="Unclear may extend a step by"
            value={policy.inconclusiveBudgetSec}
            max={86_400}
            onChange={(inconclusiveBudgetSec) => set({ inconclusiveBudgetSec })}
          />
        </div>
        <div className="mt-3 flex flex-wrap gap-x-6 gap-y-2">
          <LabelledChoice
            options={PAUSE_OR_BACK}
            label="Still unclear then"
            value={policy.onInconclusive}
            onChange={(onInconclusive) => set({ onInconclusive })}
          />
          <LabelledChoice
            options={PAUSE_OR_BACK}
            label="Without figures"
            value={policy.onBlind}
            onChange={(onBlind) => set({ onBlind })}
          />
        </div>
        <FieldFindings findings={findings.filter((one) => !one.path.startsWith("analysis.checks["))} path="analysis" />
      </Panel>
      <DryRunPanel wizard={wizard} />
    </div>
  );
}

function CheckFields({ check, onChange }: { check: AnalysisCheck; onChange: (check: AnalysisCheck) => void }) {
  if (check.metric === "successRate") {
    return (
      <div className="grid grid-cols-2 gap-3">
        <OptionalNumberField
          label="Errors, at most"
          unit="%"
          none="not limited"
          value={check.minPercent === null ? null : round(100 - check.minPercent)}
          min={0}
          max={100}
          onChange={(percent) => onChange({ ...check, minPercent: percent === null ? null : round(100 - percent) })}
        />
        <OptionalNumberField
          label="Above the old version, at most"
          unit="points"
          none="not compared"
          value={check.maxDropPercent}
          min={0}
          max={100}
          onChange={(maxDropPercent) => onChange({ ...check, maxDropPercent })}
        />
      </div>
    );
  }
  return (
    <div className="grid grid-cols-3 items-end gap-3">
      <Segmented
        label="Quantile"
        value={check.quantile}
        options={[
          { value: "p50", label: "p50" },
          { value: "p95", label: "p95" },
          { value: "p99", label: "p99" },
        ]}
        onChange={(quantile) => onChange({ ...check, quantile })}
      />
      <OptionalNumberField
        label="At most"
        unit="ms"
        none="not limited"
        value={check.maxMs}
        min={0.1}
        max={600_000}
        onChange={(maxMs) => onChange({ ...check, maxMs })}
      />
      <OptionalNumberField
        label="Times the old version"
        none="not compared"
        value={check.maxRatio}
        min={0.1}
        max={1000}
        onChange={(maxRatio) => onChange({ ...check, maxRatio })}
      />
    </div>
  );
}

const round = (value: number) => Math.round(value * 1e6) / 1e6;
