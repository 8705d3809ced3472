"use client";

import { type ReactNode, useEffect, useState } from "react";
import { Input } from "./input";

/** Typed text that is handed over at Enter or when left, after `check` has found nothing wrong with it. */
export function CommitInput({
  label,
  value,
  onCommit,
  check,
  placeholder,
  mono,
  icon,
  id,
  describedBy,
  onError,
  className,
}: {
  label: string;
  value: string;
  onCommit: (value: string) => void;
  /** what is wrong with it and how to mend it; undefined: nothing */
  check?: (value: string) => string | undefined;
  placeholder?: string;
  mono?: boolean;
  icon?: ReactNode;
  id?: string;
  describedBy?: string | undefined;
  onError?: (message: string | undefined) => void;
  className?: string;
}) {
  const [text, setText] = useState(value);
  const [bad, setBad] = useState(false);
  useEffect(() => {
    setText(value);
    setBad(false);
  }, [value]);
  const commit = () => {
    const message = check?.(text.trim());
    setBad(message !== undefined);
    onError?.(message);
    if (message === undefined && text.trim() !== value) onCommit(text.trim());
  };
  return (
    <Input
      {...(id ? { id } : {})}
      aria-label={label}
      aria-describedby={describedBy}
      placeholder={placeholder}
      mono={mono ?? false}
      icon={icon}
      invalid={bad}
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        if (bad) {
          setBad(false);
          onError?.(undefined);
        }
      }}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === "Enter") commit();
      }}
      className={className ?? ""}
    />
  );
}
