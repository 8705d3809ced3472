"use client";

import { useState } from "react";
import { CommitInput } from "@/components/ui/commit-input";
import { Field } from "@/components/ui/field";
import { durationParam, parseDurationParam } from "@/lib/client/duration-param";

interface Props {
  label: string;
  hint?: string;
  error?: string | undefined;
  className?: string;
}

/** A number with its bounds. `empty`: the field may be left empty, which is null. */
export function NumberField({
  label,
  value,
  onChange,
  min,
  max,
  unit,
  whole = true,
  hint,
  error,
  className,
}: Props & {
  value: number;
  onChange: (value: number) => void;
  min: number;
  max: number;
  unit?: string;
  whole?: boolean;
}) {
  const [own, setOwn] = useState<string>();
  const check = (text: string) => boundsFault(text, { min, max, whole });
  return (
    <Field label={unit ? `${label}, ${unit}` : label} hint={hint} error={own ?? error} className={className ?? ""}>
      {({ id, describedBy }) => (
        <CommitInput
          id={id}
          label={label}
          describedBy={describedBy}
          value={String(value)}
          check={check}
          onError={setOwn}
          onCommit={(text) => onChange(Number(text))}
          className="tabular-nums"
        />
      )}
    </Field>
  );
}

/** The same, and empty means that there is none. */
export function OptionalNumberField({
  label,
  value,
  onChange,
  min,
  max,
  unit,
  whole = false,
  none,
  hint,
  error,
  className,
}: Props & {
  value: number | null;
  onChange: (value: number | null) => void;
  min: number;
  max: number;
  unit?: string;
  whole?: boolean;
  /** what an empty field means */
  none: string;
}) {
  const [own, setOwn] = useState<string>();
  return (
    <Field label={unit ? `${label}, ${unit}` : label} hint={hint} error={own ?? error} className={className ?? ""}>
      {({ id, describedBy }) => (
        <CommitInput
          id={id}
          label={label}
          describedBy={describedBy}
          value={value === null ? "" : String(value)}
          placeholder={none}
          check={(text) => (text === "" ? undefined : boundsFault(text, { min, max, whole }))}
          onError={setOwn}
          onCommit={(text) => onChange(text === "" ? null : Number(text))}
          className="tabular-nums"
        />
      )}
    </Field>
  );
}

/** How long: "30s", "10m", "1h"; "0" for not at all. Seconds in the program. */
export function DurationField({
  label,
  value,
  onChange,
  min = 0,
  max,
  hint,
  error,
  className,
}: Props & { value: number; onChange: (seconds: number) => void; min?: number; max: number }) {
  const [own, setOwn] = useState<string>();
  const read = (text: string) => (text === "0" ? 0 : parseDurationParam(text));
  return (
    <Field label={label} hint={hint} error={own ?? error} className={className ?? ""}>
      {({ id, describedBy }) => (
        <CommitInput
          id={id}
          label={label}
          describedBy={describedBy}
          value={value === 0 ? "0" : durationParam(value)}
          check={(text) => {
            const seconds = read(text);
            if (seconds === null) return "A number and its unit, such as 30s, 10m or 1h.";
            return seconds < min || seconds > max
              ? `From ${min === 0 ? "0" : durationParam(min)} to ${durationParam(max)}.`
              : undefined;
          }}
          onError={setOwn}
          onCommit={(text) => onChange(read(text) ?? 0)}
          className="tabular-nums"
        />
      )}
    </Field>
  );
}

function boundsFault(
  text: string,
  { min, max, whole }: { min: number; max: number; whole: boolean },
): string | undefined {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) return "Only a number can stand here.";
  if (whole && !Number.isInteger(value)) return "Only a whole number can stand here.";
  return value < min || value > max ? `From ${min} to ${max.toLocaleString("en-US")}.` : undefined;
}
