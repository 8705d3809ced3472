"use client";

import { Segmented } from "@/components/ui/segmented";

/** One of a few, with its label before it on the line. */
export function LabelledChoice<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
}) {
  return (
    <span className="flex items-center gap-2 text-text-2">
      {label}
      <Segmented small label={label} value={value} options={options} onChange={onChange} />
    </span>
  );
}
