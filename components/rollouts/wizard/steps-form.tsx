"use client";

import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import type { Step, Strategy } from "@/lib/model/rollout-plan";
import { planTargetWords, strategyWords } from "../target-words";
import { FieldFindings } from "./field-findings";
import { StepsEditor } from "./steps-editor";
import { StrategyFields } from "./strategy-fields";
import type { Wizard } from "./use-wizard";
import { withTemplate } from "./wizard-draft";

/** How it is rolled out: a template, its numbers, or every step by hand. */
export function StepsForm({ wizard }: { wizard: Wizard }) {
  const { draft, setDraft, targetAt, setTargetAt, findings, check } = wizard;
  const current = draft.targets[targetAt];
  if (!current) return null;
  const { strategy, target } = current;
  const set = (next: Strategy) =>
    setDraft({ ...draft, targets: draft.targets.map((one, i) => (i === targetAt ? { ...one, strategy: next } : one)) });
  const expanded = check.data?.plan?.targets[targetAt]?.steps;
  const templates = (wizard.templates ?? []).filter((one) => one.target === target.kind);
  const chosen = templates.find((one) => JSON.stringify(one.strategy) === JSON.stringify(strategy))?.id;
  return (
    <div className="grid gap-3">
      {draft.targets.length > 1 ? (
        <div className="flex flex-wrap gap-1.5">
          {draft.targets.map((one, i) => (
            <Button
              // biome-ignore lint/suspicious/noArrayIndexKey: a target is its place in the order
              key={i}
              size="small"
              variant={i === targetAt ? "default" : "ghost"}
              aria-pressed={i === targetAt}
              onClick={() => setTargetAt(i)}
            >
              {i + 1}. {planTargetWords(one.target)}
            </Button>
          ))}
        </div>
      ) : null}
      <Panel title="How" caption="a template brings its checks and approvals along">
        <fieldset>
          <legend className="sr-only">Template</legend>
          <div className="grid gap-1.5 sm:grid-cols-2">
            {templates.map((one) => {
              const on = one.id === chosen;
              return (
                <label
                  key={one.id}
                  className={`flex cursor-pointer items-start gap-2.5 rounded-2 border px-2.5 py-2 has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-focus ${on ? "border-accent bg-accent-bg" : "border-border-2 hover:bg-surface-2"}`}
                >
                  <input
                    type="radio"
                    name="template"
                    checked={on}
                    onChange={() => setDraft(withTemplate(draft, targetAt, one))}
                    className="mt-0.5 size-4 accent-[var(--accent-strong)] outline-none"
                  />
                  <span className="min-w-0">
                    <span className="block font-medium">{one.title}</span>
                    <span className="block text-xs text-text-2">{one.description}</span>
                  </span>
                </label>
              );
            })}
          </div>
        </fieldset>
        <FieldFindings findings={findings} path={`targets[${targetAt}].strategy`} />
      </Panel>
      {strategy.kind === "steps" ? (
        <Panel title="Steps" caption="by hand, in this order" flush>
          <StepsEditor
            steps={strategy.steps}
            target={target}
            findings={findings}
            path={`targets[${targetAt}].steps`}
            asked={wizard.asked}
            onChange={(steps) => set({ kind: "steps", steps })}
          />
        </Panel>
      ) : (
        <Panel
          title={`Its numbers, ${strategyWords(strategy.kind)}`}
          action={
            <Button
              size="small"
              disabledReason={expanded ? undefined : "The console is looking at it."}
              onClick={() => expanded && set({ kind: "steps", steps: expanded.map(withoutGate) })}
            >
              Edit every step
            </Button>
          }
        >
          <StrategyFields strategy={strategy} onChange={set} />
        </Panel>
      )}
    </div>
  );
}

/** The plan's policy asks again wherever it applies: a step written out keeps no gate of it. */
const withoutGate = (step: Step): Step => (step.kind === "gate" ? step : { ...step, gate: null });
