"use client";

import { CommitInput } from "@/components/ui/commit-input";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import type { StepMatch, Strategy } from "@/lib/model/rollout-plan";
import { DurationField, NumberField } from "./number-field";

type Timed = Exclude<Strategy, { kind: "steps" }>;

/** The numbers of a strategy: its own, then how long each step is watched. */
export function StrategyFields({ strategy, onChange }: { strategy: Timed; onChange: (next: Timed) => void }) {
  return (
    <div className="grid gap-3">
      <OwnFields strategy={strategy} onChange={onChange} />
      <div className="grid grid-cols-2 gap-3">
        <DurationField
          label="Watch each step for"
          value={strategy.bakeSec}
          max={604_800}
          hint="30s, 10m, 1h"
          onChange={(bakeSec) => onChange({ ...strategy, bakeSec })}
        />
        <NumberField
          label="And for at least"
          unit="requests to the new side"
          value={strategy.minRequests}
          min={0}
          max={10_000_000}
          onChange={(minRequests) => onChange({ ...strategy, minRequests })}
        />
      </div>
    </div>
  );
}

function OwnFields({ strategy, onChange }: { strategy: Timed; onChange: (next: Timed) => void }) {
  switch (strategy.kind) {
    case "canary":
      return <WeightsField weights={strategy.weights} onChange={(weights) => onChange({ ...strategy, weights })} />;
    case "linear":
      return (
        <div className="grid grid-cols-2 gap-3">
          <PercentField label="Step" value={strategy.step} onChange={(step) => onChange({ ...strategy, step })} />
          <PercentField label="Up to" value={strategy.max} onChange={(max) => onChange({ ...strategy, max })} />
        </div>
      );
    case "exponential":
      return (
        <div className="grid grid-cols-3 gap-3">
          <PercentField label="Start" value={strategy.start} onChange={(start) => onChange({ ...strategy, start })} />
          <NumberField
            label="Times"
            value={strategy.factor}
            min={1.1}
            max={10}
            whole={false}
            onChange={(factor) => onChange({ ...strategy, factor })}
          />
          <PercentField label="Up to" value={strategy.max} onChange={(max) => onChange({ ...strategy, max })} />
        </div>
      );
    case "ab":
      return (
        <div className="grid gap-2">
          <Segmented
            label="By"
            value={strategy.by}
            options={[
              { value: "header", label: "Header" },
              { value: "cookie", label: "Cookie" },
            ]}
            onChange={(by) =>
              onChange({
                ...strategy,
                by,
                match: by === "cookie" ? { ...strategy.match, op: "exact" } : strategy.match,
              })
            }
            className="justify-self-start"
          />
          <MatchFields
            match={strategy.match}
            header={strategy.by === "header"}
            onChange={(match) => onChange({ ...strategy, match })}
          />
        </div>
      );
    case "mirror":
      return (
        <div className="grid grid-cols-2 gap-3">
          <PercentField
            label="Mirror"
            value={strategy.percent}
            onChange={(percent) => onChange({ ...strategy, percent })}
          />
          <WeightsField
            weights={strategy.weights}
            empty="only mirror"
            label="Then shares"
            onChange={(weights) => onChange({ ...strategy, weights })}
          />
        </div>
      );
    case "blueGreen":
      return (
        <DurationField
          label="Watch after the switch for"
          value={strategy.holdSec}
          max={604_800}
          onChange={(holdSec) => onChange({ ...strategy, holdSec })}
        />
      );
    case "mtls":
      return (
        <DurationField
          label="Watch for plaintext callers before strict for"
          value={strategy.watchSec}
          max={604_800}
          onChange={(watchSec) => onChange({ ...strategy, watchSec })}
        />
      );
  }
}

function PercentField(props: { label: string; value: number; onChange: (value: number) => void }) {
  return <NumberField unit="%" min={1} max={100} {...props} />;
}

function WeightsField({
  weights,
  onChange,
  label = "Shares, in order",
  empty,
}: {
  weights: readonly number[];
  onChange: (weights: number[]) => void;
  label?: string;
  /** what no share at all means; undefined: there must be one */
  empty?: string;
}) {
  const read = (text: string) =>
    text
      .split(/[\s,;%]+/)
      .filter(Boolean)
      .map(Number);
  return (
    <Field label={`${label}, %`} hint="Rising whole numbers, with commas.">
      {({ id, describedBy }) => (
        <CommitInput
          id={id}
          label={label}
          describedBy={describedBy}
          placeholder={empty ?? "10, 50, 100"}
          value={weights.join(", ")}
          check={(text) => {
            const list = read(text);
            if (list.length === 0) return empty ? undefined : "At least one share.";
            return list.every((one) => Number.isInteger(one) && one >= 0 && one <= 100)
              ? undefined
              : "Whole numbers from 0 to 100, with commas.";
          }}
          onCommit={(text) => onChange(read(text))}
        />
      )}
    </Field>
  );
}

/** A header or cookie that marks the requests. */
export function MatchFields({
  match,
  header,
  onChange,
}: {
  match: StepMatch;
  header: boolean;
  onChange: (match: StepMatch) => void;
}) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Input
        mono
        aria-label={header ? "Header name" : "Cookie name"}
        value={match.name}
        onChange={(event) => onChange({ ...match, name: event.target.value.trim() })}
        className="w-40"
      />
      {header ? (
        <Select
          label="Compares"
          value={match.op}
          options={[
            { value: "exact", label: "is" },
            { value: "prefix", label: "begins with" },
            { value: "regex", label: "matches" },
            { value: "present", label: "is there" },
          ]}
          onChange={(op) => onChange({ ...match, op, ...(op === "present" ? { value: "" } : {}) })}
        />
      ) : (
        <span className="text-text-3">is</span>
      )}
      {match.op === "present" ? null : (
        <Input
          mono
          aria-label="Value"
          value={match.value}
          onChange={(event) => onChange({ ...match, value: event.target.value })}
          className="w-40"
        />
      )}
    </div>
  );
}
