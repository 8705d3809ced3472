"use client";

import { ArrowDown, ArrowRight, ArrowUp, GripVertical, X } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { VersionTag } from "@/components/ui/version-tag";
import type { SplitOp, SplitRule } from "@/lib/policy/edit/split-intent";
import { headerNameFault } from "@/lib/policy/validate/header-name";
import { regexFault } from "@/lib/policy/validate/regex-fault";
import type { ShiftVersion } from "./shift-base";

const OPS: readonly { value: SplitOp; label: string }[] = [
  { value: "exact", label: "is" },
  { value: "prefix", label: "begins with" },
  { value: "regex", label: "matches" },
  { value: "present", label: "is there" },
];

export interface RuleRowProps {
  rule: SplitRule;
  /** 1-based place */
  place: number;
  last: boolean;
  versions: readonly ShiftVersion[];
  disabled: boolean;
  onChange: (rule: SplitRule) => void;
  onMove: (by: number) => void;
  onRemove: () => void;
  /** dragging begins and ends at the grip of this row */
  onGrip: (held: boolean) => void;
  /** another row is dragged over this one */
  onOver: () => void;
}

/** "When header x-persona is beta → v3". */
export function RuleRow({
  rule,
  place,
  last,
  versions,
  disabled,
  onChange,
  onMove,
  onRemove,
  onGrip,
  onOver,
}: RuleRowProps) {
  const fault = ruleFault(rule);
  const words = `rule ${place}`;
  const alone = last && place === 1;
  return (
    <li
      className="mb-2"
      onDragOver={(event) => {
        event.preventDefault();
        onOver();
      }}
    >
      <fieldset
        disabled={disabled}
        className="flex min-w-0 items-start gap-1 rounded-2 border border-border-2 bg-surface-2 p-1.5 text-xs"
      >
        <legend className="sr-only">{words}</legend>
        <span className="flex min-w-0 flex-1 flex-wrap items-center gap-1">
          <button
            type="button"
            draggable={!disabled}
            aria-label={`Move ${words}: arrow keys, or drag`}
            title="Drag, or use the arrow keys, to change the order"
            onDragStart={() => onGrip(true)}
            onDragEnd={() => onGrip(false)}
            onKeyDown={(event) => {
              const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
              if (by === 0) return;
              event.preventDefault();
              if ((by < 0 && place > 1) || (by > 0 && !last)) onMove(by);
            }}
            className="grid h-6 w-5 cursor-grab place-items-center rounded-1 text-text-3 hover:text-text-1 active:cursor-grabbing max-sm:hidden"
          >
            <GripVertical className="size-3.5" aria-hidden="true" />
          </button>
          <span className="text-text-3 max-sm:pl-1">When</span>
          <Select
            small
            className="!gap-1 !px-1.5"
            label={`What ${words} looks at`}
            value={rule.kind}
            options={[
              { value: "header", label: "header" },
              { value: "cookie", label: "cookie" },
            ]}
            onChange={(kind) => onChange({ ...rule, kind, op: kind === "cookie" ? "exact" : rule.op })}
          />
          <Input
            small
            mono
            aria-label={`Name in ${words}`}
            placeholder={rule.kind === "cookie" ? "persona" : "x-persona"}
            value={rule.name}
            invalid={fault?.field === "name"}
            onChange={(event) => onChange({ ...rule, name: event.target.value.trim() })}
            className="w-20 grow !px-1.5"
          />
          {rule.kind === "header" ? (
            <Select
              small
              className="!gap-1 !px-1.5"
              label={`How ${words} compares`}
              value={rule.op}
              options={OPS}
              onChange={(op) => onChange({ ...rule, op, ...(op === "present" ? { value: "" } : {}) })}
            />
          ) : (
            <span className="px-0.5 text-text-3">is</span>
          )}
          {rule.op === "present" ? null : (
            <Input
              small
              mono
              aria-label={`Value in ${words}`}
              placeholder="beta"
              value={rule.value}
              invalid={fault?.field === "value"}
              onChange={(event) => onChange({ ...rule, value: event.target.value })}
              className="w-12 grow !px-1.5"
            />
          )}
          <ArrowRight className="size-4 shrink-0 text-text-3" aria-label="goes to" role="img" />
          <Select
            small
            className="!gap-1 !px-1.5"
            label={`Where ${words} sends requests`}
            value={rule.subset}
            options={versions.map(({ subset, version, series }) => ({
              value: subset,
              label: <VersionTag name={version} series={series} />,
            }))}
            onChange={(subset) => onChange({ ...rule, subset })}
          />
        </span>
        <span className="flex shrink-0">
          {alone ? null : (
            <>
              <IconButton
                small
                className="sm:hidden"
                label={`Try ${words} earlier`}
                disabled={disabled || place === 1}
                onClick={() => onMove(-1)}
              >
                <ArrowUp aria-hidden="true" />
              </IconButton>
              <IconButton
                small
                className="sm:hidden"
                label={`Try ${words} later`}
                disabled={disabled || last}
                onClick={() => onMove(1)}
              >
                <ArrowDown aria-hidden="true" />
              </IconButton>
            </>
          )}
          <IconButton small label={`Remove ${words}`} disabled={disabled} onClick={onRemove}>
            <X aria-hidden="true" />
          </IconButton>
        </span>
      </fieldset>
      {fault ? <p className="mt-1 pl-1 text-xs text-failing-fg">{fault.words}</p> : null}
    </li>
  );
}

/** What is wrong with what was typed so far; an empty field is not wrong yet. */
function ruleFault(rule: SplitRule): { field: "name" | "value"; words: string } | null {
  const name = rule.name === "" ? null : headerNameFault(rule.name);
  if (name) return { field: "name", words: `The name ${name}.` };
  if (rule.kind === "cookie" && /[;\s,]/.test(rule.value)) {
    return { field: "value", words: "A cookie's value holds no space, comma or semicolon." };
  }
  const regex = rule.op === "regex" && rule.value !== "" ? regexFault(rule.value) : null;
  return regex ? { field: "value", words: `The expression ${regex}.` } : null;
}
