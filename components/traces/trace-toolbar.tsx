"use client";

import { ChevronDown, ChevronUp, Search } from "lucide-react";
import { useRef } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Kbd } from "@/components/ui/kbd";
import { Switch } from "@/components/ui/switch";
import { count } from "@/lib/client/format/significant";
import { useKeys } from "@/lib/client/keys";

/** Find in the trace, and what the waterfall shows. */
export function TraceToolbar({
  find,
  onFind,
  found,
  current,
  onStep,
  path,
  onPath,
  proxies,
  onProxies,
  clocks,
  onClocks,
  movedClocks,
}: {
  find: string;
  onFind: (text: string) => void;
  /** how many rows match; null: nothing is looked for */
  found: number | null;
  /** which of them is selected, from 1; 0: none */
  current: number;
  onStep: (by: 1 | -1) => void;
  path: boolean;
  onPath: (on: boolean) => void;
  proxies: boolean;
  onProxies: (on: boolean) => void;
  clocks: boolean;
  onClocks: (on: boolean) => void;
  /** spans whose clock is or would be moved */
  movedClocks: number;
}) {
  const field = useRef<HTMLDivElement>(null);
  useKeys([
    {
      keys: "/",
      label: "Find in the trace",
      group: "This page",
      run: () => field.current?.querySelector("input")?.focus(),
    },
    { keys: "n", label: "Next span that was found", group: "This page", run: () => onStep(1) },
    { keys: "N", label: "Previous span that was found", group: "This page", run: () => onStep(-1) },
    { keys: "p", label: "Show or fold proxy spans", group: "This page", run: () => onProxies(!proxies) },
  ]);
  const counted =
    found === null ? null : found === 0 ? "none" : current > 0 ? `${current} of ${found}` : `${found} found`;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5 border-y border-border-1 px-4 py-2 max-sm:px-3">
      <div ref={field} className="flex min-w-0 items-center gap-1 max-sm:w-full">
        <Input
          icon={<Search aria-hidden="true" />}
          aria-label="Find in trace"
          placeholder="Find in trace"
          value={find}
          onChange={(event) => onFind(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter") onStep(event.shiftKey ? -1 : 1);
            if (event.key === "Escape" && find) {
              event.preventDefault();
              onFind("");
            }
          }}
          after={
            counted ? (
              <span role="status" className="whitespace-nowrap text-xs text-text-3">
                {counted}
              </span>
            ) : (
              <Kbd>/</Kbd>
            )
          }
          className="w-60 max-sm:w-full"
        />
        {found ? (
          <>
            <IconButton label="Previous" hint="N" small onClick={() => onStep(-1)}>
              <ChevronUp aria-hidden="true" />
            </IconButton>
            <IconButton label="Next" hint="n" small onClick={() => onStep(1)}>
              <ChevronDown aria-hidden="true" />
            </IconButton>
          </>
        ) : null}
      </div>
      <span className="flex-1 max-sm:hidden" />
      {movedClocks > 0 ? (
        <Switch label={`Adjust clocks of ${count(movedClocks)} spans`} checked={clocks} onChange={onClocks} />
      ) : null}
      <Switch label="Critical path" checked={path} onChange={onPath} />
      <Switch label="Show proxy spans" checked={proxies} onChange={onProxies} />
    </div>
  );
}
