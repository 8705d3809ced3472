"use client";

import { ArrowRight, SlidersHorizontal, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { CommitInput } from "@/components/ui/commit-input";
import { HealthGlyph } from "@/components/ui/health-glyph";
import { SuggestInput } from "@/components/ui/suggest-input";
import { Switch } from "@/components/ui/switch";
import { latencyText, parseLatency } from "@/lib/client/latency-param";
import { parseTags } from "@/lib/client/tags-param";

/** What is looked for, as in the URL. `min` and `max` ms. */
export interface TraceFilter {
  service: string;
  operation: string;
  tags: string;
  errors: boolean;
  min: number | null;
  max: number | null;
  src: string;
  dst: string;
}

export const NO_FILTER: TraceFilter = {
  service: "",
  operation: "",
  tags: "",
  errors: false,
  min: null,
  max: null,
  src: "",
  dst: "",
};

/** How many of the filters are set. */
export function filterCount(filter: TraceFilter): number {
  const { service, operation, tags, errors, min, max, src, dst } = filter;
  return [service, operation, tags, errors, min !== null, max !== null, src || dst].filter(Boolean).length;
}

function checkLatency(text: string): string | undefined {
  return text === "" || parseLatency(text) !== null ? undefined : `“${text}” is no length of time. Try 10ms or 1.5s.`;
}

function checkTags(text: string): string | undefined {
  const parsed = parseTags(text);
  return parsed.ok ? undefined : parsed.message;
}

function Labelled({ label, children, className }: { label: string; children: ReactNode; className: string }) {
  return (
    <div className={className}>
      <div aria-hidden="true" className="mb-1 text-xs font-medium text-text-3">
        {label}
      </div>
      {children}
    </div>
  );
}

/** The search of the trace list. Each field takes effect at Enter or when left. */
export function TraceFilters({
  filter,
  services,
  operations,
  onChange,
}: {
  filter: TraceFilter;
  services: readonly string[];
  operations: readonly string[];
  onChange: (change: Partial<TraceFilter>) => void;
}) {
  const [open, setOpen] = useState(false);
  const rest = open ? "" : "max-sm:hidden";
  const [errors, setErrors] = useState<Record<string, string | undefined>>({});
  const report = (field: string) => (message: string | undefined) => setErrors((e) => ({ ...e, [field]: message }));
  const moreCount = filterCount({ ...filter, service: "", src: "", dst: "" });
  const problem = Object.values(errors).find((message) => message !== undefined);
  const length = (ms: number | null) => (ms === null ? "" : latencyText(ms));
  const commitLength = (field: "min" | "max") => (text: string) => onChange({ [field]: parseLatency(text) });
  return (
    <search className="grid gap-2">
      <div className="flex flex-wrap items-end gap-2">
        <Labelled label="Service" className="w-48 max-sm:w-auto max-sm:flex-1">
          <SuggestInput
            label="Service"
            placeholder="Any"
            value={filter.service}
            suggestions={services}
            onCommit={(service) => onChange({ service, operation: "" })}
          />
        </Labelled>
        <Button className="sm:hidden" aria-expanded={open} onClick={() => setOpen(!open)}>
          <SlidersHorizontal aria-hidden="true" />
          {open ? "Fewer" : `More${moreCount > 0 ? ` (${moreCount})` : ""}`}
        </Button>
        <Labelled label="Operation" className={cn("w-56 max-sm:w-full", rest)}>
          <SuggestInput
            label="Operation"
            placeholder="Any"
            value={filter.operation}
            suggestions={operations}
            onCommit={(operation) => onChange({ operation })}
          />
        </Labelled>
        <Labelled label="Tags" className={cn("min-w-56 flex-1 max-sm:w-full max-sm:flex-none", rest)}>
          <CommitInput
            label="Tags"
            mono
            placeholder="http.status_code=503 persona=guest"
            value={filter.tags}
            check={checkTags}
            onError={report("tags")}
            onCommit={(tags) => onChange({ tags })}
          />
        </Labelled>
        <Labelled label="At least" className={cn("w-24 max-sm:flex-1", rest)}>
          <CommitInput
            label="At least this long"
            placeholder="10ms"
            value={length(filter.min)}
            check={checkLatency}
            onError={report("min")}
            onCommit={commitLength("min")}
          />
        </Labelled>
        <Labelled label="At most" className={cn("w-24 max-sm:flex-1", rest)}>
          <CommitInput
            label="At most this long"
            placeholder="2s"
            value={length(filter.max)}
            check={checkLatency}
            onError={report("max")}
            onCommit={commitLength("max")}
          />
        </Labelled>
        <div className={cn("flex h-8 items-center px-1 max-sm:h-11", rest)}>
          <Switch label="Failed only" checked={filter.errors} onChange={(on) => onChange({ errors: on })} />
        </div>
      </div>
      {problem ? (
        <p role="alert" className="flex items-center gap-1.5 text-xs text-failing-fg">
          <HealthGlyph status="failing" label="" className="size-3" />
          {problem}
        </p>
      ) : null}
      {filter.src || filter.dst ? (
        <div>
          <Button
            size="small"
            onClick={() => onChange({ src: "", dst: "" })}
            aria-label="Remove the edge from the search"
          >
            Over the edge <span className="font-semibold text-text-1">{filter.src || "any"}</span>
            <ArrowRight aria-hidden="true" />
            <span className="font-semibold text-text-1">{filter.dst || "any"}</span>
            <X aria-hidden="true" className="!size-3" />
          </Button>
        </div>
      ) : null}
    </search>
  );
}
