"use client";

import { ArrowDown, ArrowUp, Plus, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { IconButton } from "@/components/ui/icon-button";
import { Select } from "@/components/ui/select";
import type { Finding } from "@/lib/model/finding";
import { type GateSpec, type RolloutTarget, Step } from "@/lib/model/rollout-plan";
import { stepWords } from "../target-words";
import { FieldFindings } from "./field-findings";
import { DurationField, NumberField } from "./number-field";
import { MatchFields } from "./strategy-fields";
import { stepAfter } from "./wizard-draft";

const KINDS = [
  { value: "setWeight", label: "Share" },
  { value: "headerMatch", label: "Header" },
  { value: "cookieMatch", label: "Cookie" },
  { value: "mirror", label: "Mirror" },
  { value: "bake", label: "Watch" },
  { value: "switch", label: "Switch all" },
] as const;
const MTLS_KINDS = [
  { value: "setMtls", label: "mTLS" },
  { value: "bake", label: "Watch" },
] as const;

/** Every step of a target by hand: what it does, how long it is watched, whether people are asked before it. */
export function StepsEditor({
  steps,
  target,
  findings,
  path,
  asked,
  onChange,
}: {
  steps: readonly Step[];
  target: RolloutTarget;
  findings: readonly Finding[];
  path: string;
  /** who is asked where a gate is added */
  asked: GateSpec;
  onChange: (steps: Step[]) => void;
}) {
  const put = (at: number, step: Step) => onChange(steps.map((one, i) => (i === at ? step : one)));
  const move = (at: number, by: number) => {
    const next = [...steps];
    const [step] = next.splice(at, 1);
    if (step) next.splice(at + by, 0, step);
    onChange(next);
  };
  return (
    <>
      <ol className="divide-y divide-border-1">
        {steps.map((step, i) => (
          <li key={step.id} className="px-3.5 py-3">
            <fieldset>
              <legend className="sr-only">
                Step {i + 1}, {stepWords(step)}
              </legend>
              <div className="flex items-start gap-2">
                <span
                  aria-hidden="true"
                  className="mt-1.5 grid size-5 shrink-0 place-items-center rounded-full bg-surface-3 text-2xs font-semibold text-text-2"
                >
                  {i + 1}
                </span>
                <div className="grid min-w-0 flex-1 gap-2">
                  <div className="flex flex-wrap items-center gap-2">
                    <Select
                      label={`What step ${i + 1} does`}
                      value={step.kind}
                      options={target.kind === "mtls" ? MTLS_KINDS : KINDS}
                      onChange={(kind) => put(i, asKind(step, kind))}
                    />
                    <Own step={step} place={i + 1} onChange={(next) => put(i, next)} />
                  </div>
                  <div className="flex flex-wrap items-end gap-3">
                    <DurationField
                      label="Watch for"
                      value={step.bakeSec}
                      max={604_800}
                      onChange={(bakeSec) => put(i, { ...step, bakeSec })}
                      className="w-24"
                    />
                    <NumberField
                      label="Requests, at least"
                      value={step.minRequests}
                      min={0}
                      max={10_000_000}
                      onChange={(minRequests) => put(i, { ...step, minRequests })}
                      className="w-32"
                    />
                    <span className="flex min-h-8 flex-wrap items-center gap-x-4">
                      <Checkbox
                        label="Checks judge it"
                        checked={step.analyse}
                        onChange={(analyse) => put(i, { ...step, analyse })}
                      />
                      <Checkbox
                        label="Ask people before it"
                        checked={step.gate !== null}
                        onChange={(on) => put(i, withGate(step, on ? asked : null))}
                      />
                    </span>
                  </div>
                  <FieldFindings findings={findings} path={`${path}[${i}]`} />
                </div>
                <span className="flex shrink-0">
                  <IconButton small label={`Move step ${i + 1} up`} disabled={i === 0} onClick={() => move(i, -1)}>
                    <ArrowUp aria-hidden="true" />
                  </IconButton>
                  <IconButton
                    small
                    label={`Move step ${i + 1} down`}
                    disabled={i === steps.length - 1}
                    onClick={() => move(i, 1)}
                  >
                    <ArrowDown aria-hidden="true" />
                  </IconButton>
                  <IconButton
                    small
                    label={`Remove step ${i + 1}`}
                    disabled={steps.length === 1}
                    onClick={() => onChange(steps.filter((_, at) => at !== i))}
                  >
                    <X aria-hidden="true" />
                  </IconButton>
                </span>
              </div>
            </fieldset>
          </li>
        ))}
      </ol>
      <div className="border-t border-border-1 px-3.5 py-2">
        <Button size="small" variant="ghost" onClick={() => onChange([...steps, stepAfter(steps.at(-1), steps)])}>
          <Plus aria-hidden="true" />
          Add a step
        </Button>
      </div>
    </>
  );
}

function Own({ step, place, onChange }: { step: Step; place: number; onChange: (step: Step) => void }) {
  switch (step.kind) {
    case "setWeight":
      return (
        <NumberField
          label={`Share of step ${place}`}
          unit="%"
          value={step.weight}
          min={0}
          max={100}
          onChange={(weight) => onChange({ ...step, weight })}
          className="w-28 [&>label]:sr-only"
        />
      );
    case "mirror":
      return (
        <NumberField
          label={`Mirrored by step ${place}`}
          unit="%"
          value={step.percent}
          min={0}
          max={100}
          onChange={(percent) => onChange({ ...step, percent })}
          className="w-28 [&>label]:sr-only"
        />
      );
    case "headerMatch":
    case "cookieMatch":
      return (
        <MatchFields
          match={step.match}
          header={step.kind === "headerMatch"}
          onChange={(match) => onChange({ ...step, match })}
        />
      );
    case "setMtls":
      return (
        <Select
          label={`Mode of step ${place}`}
          value={step.mode}
          options={[
            { value: "permissive", label: "permissive" },
            { value: "strict", label: "strict" },
          ]}
          onChange={(mode) => onChange({ ...step, mode })}
        />
      );
    default:
      return null;
  }
}

/** The same step as another kind, with what that kind needs. */
function asKind(step: Step, kind: Step["kind"]): Step {
  const { id, gate, bakeSec, minRequests, analyse } = step;
  const needs: Partial<Record<Step["kind"], object>> = {
    setWeight: { weight: 10 },
    mirror: { percent: 100 },
    headerMatch: { match: { name: "x-persona", op: "exact", value: "beta" } },
    cookieMatch: { match: { name: "persona", op: "exact", value: "beta" } },
    setMtls: { mode: "permissive" },
  };
  return Step.parse({ id, gate, bakeSec, minRequests, analyse, kind, ...needs[kind] });
}

function withGate(step: Step, asked: GateSpec | null): Step {
  if (step.kind === "gate") return step;
  return { ...step, gate: asked && { ...asked, id: `${step.id}-gate`, title: `before ${stepWords(step)}` } };
}
