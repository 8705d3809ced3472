"use client";

import { type ReactNode, useId } from "react";
import { HealthGlyph } from "./health-glyph";

export interface FieldControl {
  id: string;
  invalid: boolean;
  describedBy: string | undefined;
}

/** Label, control, and below it a hint or what is wrong with the value and how to mend it. */
export function Field({
  label,
  hint,
  error,
  children,
  className,
}: {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  children: (control: FieldControl) => ReactNode;
  className?: string;
}) {
  const id = useId();
  const describedBy = error || hint ? `${id}-about` : undefined;
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1 block text-xs font-medium text-text-3">
        {label}
      </label>
      {children({ id, invalid: Boolean(error), describedBy })}
      {error ? (
        <p id={describedBy} className="mt-1 flex items-start gap-1.5 text-xs text-failing-fg">
          <HealthGlyph status="failing" className="mt-0.5 size-3 shrink-0" />
          {error}
        </p>
      ) : hint ? (
        <p id={describedBy} className="mt-1 text-xs text-text-3">
          {hint}
        </p>
      ) : null}
    </div>
  );
}
