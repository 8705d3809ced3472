"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

export const SHORTEST_PASSWORD = 12;

/** What a form says of a new password while it is typed; undefined: nothing is wrong that can be seen from here. */
export function passwordHint(password: string): string | undefined {
  const left = SHORTEST_PASSWORD - [...password].length;
  if (password === "" || left <= 0) return undefined;
  return `${left} more ${left === 1 ? "character" : "characters"} to go.`;
}

/** A new password, shown on demand instead of typed twice. `error`: what the server said of it. */
export function NewPassword({
  value,
  onChange,
  error,
  label = "New password",
}: {
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
  label?: string;
}) {
  const [shown, setShown] = useState(false);
  const hint = passwordHint(value) ?? `${SHORTEST_PASSWORD} characters or more; four unrelated words do well.`;
  return (
    <Field label={label} hint={hint} error={error}>
      {({ id, invalid, describedBy }) => (
        <Input
          id={id}
          name="new-password"
          type={shown ? "text" : "password"}
          autoComplete="new-password"
          invalid={invalid}
          aria-describedby={describedBy}
          maxLength={256}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          after={
            <Button variant="ghost" size="small" className="-mr-2" onClick={() => setShown(!shown)}>
              {shown ? "Hide" : "Show"}
            </Button>
          }
        />
      )}
    </Field>
  );
}

/** Whether a new password is long enough to be sent. */
export function isLongEnough(password: string): boolean {
  return [...password].length >= SHORTEST_PASSWORD;
}
