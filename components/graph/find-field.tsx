"use client";

import { CircleQuestionMark } from "lucide-react";
import { lazy, type ReactNode, type Ref, useEffect, useState } from "react";
import { HealthGlyph } from "@/components/ui/health-glyph";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Popover } from "@/components/ui/popover";
import type { FindParse } from "@/lib/graph/find/parse-find";

const loadHelp = () => import("./find-help").then((m) => ({ default: m.FindHelp }));
const FindHelp = lazy(loadHelp);

const WAIT_MS = 250;

/** Find or Hide: an expression, how much it names, and what is wrong with it. Written to the URL once typing rests. */
export function FindField({
  label,
  icon,
  placeholder,
  value,
  parse,
  count,
  onChange,
  ref,
  className,
}: {
  label: string;
  icon: ReactNode;
  placeholder: string;
  value: string;
  parse: FindParse;
  /** "1 edge", "3" */
  count: string;
  onChange: (text: string) => void;
  ref?: Ref<HTMLInputElement>;
  className?: string;
}) {
  const [text, setText] = useState(value);
  const [sent, setSent] = useState(value);
  if (value !== sent) {
    setSent(value);
    setText(value);
  }
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => {
      setSent(text);
      onChange(text);
    }, WAIT_MS);
    return () => clearTimeout(timer);
  }, [text, value, onChange]);
  const bad = !parse.ok && text === value;
  const id = `${label.toLowerCase()}-fault`;
  return (
    <span className={`relative ${className ?? ""}`}>
      <Input
        ref={ref}
        small
        mono
        icon={
          <>
            {icon}
            <span className="font-sans text-text-3" aria-hidden="true">
              {label}
            </span>
          </>
        }
        aria-label={label}
        placeholder={placeholder}
        value={text}
        invalid={bad}
        {...(bad ? { "aria-describedby": id } : {})}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.preventDefault();
          if (text) setText("");
          else event.currentTarget.blur();
        }}
        after={
          <>
            {count ? <span className="whitespace-nowrap text-2xs text-text-3">{count}</span> : null}
            <Popover
              label="What can be asked for"
              align="end"
              prefetch={loadHelp}
              trigger={
                <IconButton label="What can be asked for" small className="-mr-1.5 !size-5 text-text-3">
                  <CircleQuestionMark aria-hidden="true" className="!size-3.5" />
                </IconButton>
              }
            >
              <FindHelp onPick={setText} />
            </Popover>
          </>
        }
      />
      {bad ? (
        <span
          id={id}
          role="alert"
          className="absolute left-0 top-full z-30 mt-1 flex w-max max-w-[min(420px,80vw)] items-start gap-1.5 rounded-2 border border-failing-border bg-surface-pop px-2.5 py-1.5 text-xs text-failing-fg shadow-pop"
        >
          <HealthGlyph status="failing" label="" className="mt-0.5 size-3" />
          {parse.message}
        </span>
      ) : null}
    </span>
  );
}
