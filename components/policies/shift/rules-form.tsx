"use client";

import { Plus } from "lucide-react";
import { useRef } from "react";
import { Button } from "@/components/ui/button";
import type { SplitRule } from "@/lib/policy/edit/split-intent";
import { FormStep } from "./form-step";
import { RuleRow } from "./rule-row";
import type { ShiftVersion } from "./shift-base";

interface Props {
  rules: readonly SplitRule[];
  versions: readonly ShiftVersion[];
  disabled: boolean;
  onChange: (rules: SplitRule[]) => void;
}

/** Requests set apart by a header or cookie, tried from the top before the weights. */
export function RulesForm({ rules, versions, disabled, onChange }: Props) {
  const list = useRef<HTMLUListElement>(null);
  const dragged = useRef<number | null>(null);
  const rowKeys = useRowKeys(rules.length);
  const add = (kind: SplitRule["kind"]) => {
    onChange([...rules, { kind, name: "", op: "exact", value: "", subset: versions.at(-1)?.subset ?? "" }]);
    requestAnimationFrame(() => list.current?.querySelector<HTMLInputElement>("li:last-child input")?.focus());
  };
  const move = (from: number, by: number) => {
    const next = [...rules];
    const [rule] = next.splice(from, 1);
    if (rule) next.splice(from + by, 0, rule);
    rowKeys.move(from, by);
    onChange(next);
  };
  return (
    <section aria-labelledby="rules-title" className="mb-4">
      <FormStep number={1} id="rules-title" title="Rules first" caption="tried from the top, before weights" />
      <ul ref={list}>
        {rules.map((rule, i) => (
          <RuleRow
            key={rowKeys.at(i)}
            rule={rule}
            place={i + 1}
            last={i === rules.length - 1}
            versions={versions}
            disabled={disabled}
            onChange={(next) => onChange(rules.map((old, at) => (at === i ? next : old)))}
            onMove={(by) => move(i, by)}
            onGrip={(held) => {
              dragged.current = held ? i : null;
            }}
            onOver={() => {
              if (dragged.current === null || dragged.current === i) return;
              move(dragged.current, i - dragged.current);
              dragged.current = i;
            }}
            onRemove={() => {
              rowKeys.remove(i);
              onChange(rules.filter((_, at) => at !== i));
            }}
          />
        ))}
      </ul>
      <div className="flex gap-1.5">
        <Button size="small" variant="ghost" disabled={disabled} onClick={() => add("header")}>
          <Plus aria-hidden="true" />
          Header rule
        </Button>
        <Button size="small" variant="ghost" disabled={disabled} onClick={() => add("cookie")}>
          <Plus aria-hidden="true" />
          Cookie rule
        </Button>
      </div>
    </section>
  );
}

/** Keys that follow their rows when these move, so that focus stays in the row. */
function useRowKeys(length: number) {
  const keys = useRef<number[]>([]);
  const next = useRef(0);
  while (keys.current.length < length) keys.current.push(next.current++);
  keys.current.length = length;
  return {
    at: (i: number) => keys.current[i],
    remove: (i: number) => keys.current.splice(i, 1),
    move: (from: number, by: number) => {
      const [key] = keys.current.splice(from, 1);
      if (key !== undefined) keys.current.splice(from + by, 0, key);
    },
  };
}
