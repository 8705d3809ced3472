"use client";

import { Hash } from "lucide-react";
import { useState } from "react";
import { Input } from "@/components/ui/input";

const TRACE_ID = /^(?:[0-9a-f]{16}|[0-9a-f]{32})$/i;

/** Opens a trace by its id: 32 hex digits, or 16 of a 64-bit one. */
export function TraceIdField({ onOpen }: { onOpen: (traceId: string) => void }) {
  const [text, setText] = useState("");
  const [bad, setBad] = useState(false);
  return (
    <form
      className="flex items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        const id = text.trim().toLowerCase();
        setBad(!TRACE_ID.test(id));
        if (TRACE_ID.test(id)) onOpen(id.padStart(32, "0"));
      }}
    >
      {bad ? (
        <span role="alert" className="text-xs text-failing-fg">
          A trace id has 16 or 32 hex digits.
        </span>
      ) : null}
      <Input
        aria-label="Trace id"
        placeholder="Open by trace id"
        mono
        invalid={bad}
        icon={<Hash aria-hidden="true" />}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setBad(false);
        }}
        className="w-72 max-sm:w-full"
      />
    </form>
  );
}
