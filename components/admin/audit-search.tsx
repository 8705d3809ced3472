"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { type AuditFilter, localText, NO_FILTER } from "./audit-filters";

const WORDS = [
  { key: "actor", label: "Who", placeholder: "Anyone" },
  { key: "action", label: "Did", placeholder: "Any act, e.g. config" },
  { key: "target", label: "To", placeholder: "Anything" },
  { key: "namespace", label: "Namespace", placeholder: "Any namespace" },
] as const;

const OUTCOME_OPTIONS = [
  { value: "any", label: "Any outcome" },
  { value: "allowed", label: "Done" },
  { value: "refused", label: "Refused" },
  { value: "failed", label: "Failed" },
] as const;

const TIMES = [
  { key: "since", label: "From" },
  { key: "until", label: "Until" },
] as const;

/** Searches the audit log by who, what, where, when and how it ended. */
export function AuditSearch({ filter, onChange }: { filter: AuditFilter; onChange: (filter: AuditFilter) => void }) {
  const [typed, setTyped] = useState(filter);
  const filtered = Object.values(filter).some((value) => value !== null);
  const apply = (next: AuditFilter) => {
    setTyped(next);
    onChange(next);
  };
  return (
    <form
      className="flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        onChange(typed);
      }}
    >
      {WORDS.map(({ key, label, placeholder }) => (
        <Input
          key={key}
          aria-label={label}
          placeholder={placeholder}
          value={typed[key] ?? ""}
          onChange={(event) => setTyped({ ...typed, [key]: event.target.value || null })}
          className="w-36 max-sm:w-[calc(50%-4px)]"
        />
      ))}
      <Select
        label="Outcome"
        value={typed.outcome ?? "any"}
        options={OUTCOME_OPTIONS}
        onChange={(value) => apply({ ...typed, outcome: value === "any" ? null : value })}
        className="w-36 max-sm:w-full"
      />
      {TIMES.map(({ key, label }) => (
        <span key={key} className="flex items-center gap-1.5 text-xs text-text-3 max-sm:w-full">
          <span aria-hidden="true" className="w-8">
            {label}
          </span>
          <Input
            aria-label={label}
            type="datetime-local"
            value={localText(typed[key])}
            onChange={(event) =>
              setTyped({ ...typed, [key]: event.target.value ? new Date(event.target.value) : null })
            }
            className="max-sm:flex-1"
          />
        </span>
      ))}
      <Button type="submit">Find</Button>
      {filtered ? (
        <Button variant="ghost" onClick={() => apply(NO_FILTER)}>
          Clear filters
        </Button>
      ) : null}
    </form>
  );
}
