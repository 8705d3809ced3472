import { Check, Minus, UserRoundCheck } from "lucide-react";
import { cn } from "@/components/ui/cn";
import { seriesColor } from "@/components/ui/series-marker";
import { shareText } from "../shares";
import type { StepFacts } from "./step-facts";

/** The steps as a time line: across on wide screens, down on a phone. Dashed is wanted, solid is measured. */
export function StepLine({ steps, label }: { steps: readonly StepFacts[]; label: string }) {
  return (
    <div className="overflow-x-auto">
      <ol
        aria-label={label}
        className="grid p-3.5 max-sm:grid-cols-1 max-sm:px-3.5 max-sm:py-3 sm:grid-flow-col sm:auto-cols-[minmax(108px,1fr)]"
      >
        {steps.map((step, i) => (
          <Item key={step.id} step={step} next={steps[i + 1]} />
        ))}
      </ol>
    </div>
  );
}

function Item({ step, next }: { step: StepFacts; next: StepFacts | undefined }) {
  return (
    <li
      aria-current={step.state === "now" || step.waiting ? "step" : undefined}
      className={cn(
        "relative grid content-start gap-x-2.5 pr-3",
        "sm:grid-cols-[34px_minmax(0,1fr)]",
        "max-sm:min-h-12 max-sm:grid-cols-[22px_30px_minmax(64px,auto)_minmax(0,1fr)] max-sm:items-center max-sm:py-1.5 max-sm:pr-0",
      )}
    >
      {next ? <Line step={step} next={next} /> : null}
      <span className="relative max-sm:col-start-1 sm:col-span-full sm:mb-2.5">
        <Pin step={step} />
      </span>
      <Share step={step} />
      <span className={cn("font-medium", step.state === "skipped" && "text-text-3 line-through")}>{step.title}</span>
      <span className="text-xs text-text-3 max-sm:text-sm sm:col-start-2">{step.caption}</span>
    </li>
  );
}

/** Solid behind, dashed just ahead, faint further on. */
function Line({ step, next }: { step: StepFacts; next: StepFacts }) {
  const behind = step.state === "done" || step.state === "skipped";
  const just = step.state === "now" || (behind && next.waiting);
  return (
    <span
      aria-hidden="true"
      className={cn(
        "absolute border-border-2",
        "max-sm:bottom-[-11px] max-sm:left-2.5 max-sm:top-[calc(50%+13px)] max-sm:border-l-2",
        "sm:left-[25px] sm:right-1 sm:top-2.5 sm:border-t-2",
        behind && !just && "border-text-2",
        just && "border-dashed border-text-3",
      )}
    />
  );
}

const NOW = {
  healthy: { ring: "border-healthy-mark ring-healthy-bg", dot: "bg-healthy-mark" },
  degraded: { ring: "border-degraded-mark ring-degraded-bg", dot: "bg-degraded-mark" },
  failing: { ring: "border-failing-mark ring-failing-bg", dot: "bg-failing-mark" },
  accent: { ring: "border-accent-strong ring-accent-bg", dot: "bg-accent-strong" },
} as const;

function Pin({ step }: { step: StepFacts }) {
  const base = "grid size-[22px] place-items-center rounded-full border-[1.5px] bg-surface-1 text-2xs font-semibold";
  if (step.state === "done") {
    return (
      <span className={cn(base, "border-ink bg-ink text-on-ink")}>
        <Check className="size-3" strokeWidth={2.5} role="img" aria-label="Done" />
      </span>
    );
  }
  if (step.waiting || (step.gate && step.state === "ahead")) {
    return (
      <span
        className={cn(base, "border-dashed border-accent text-accent", step.waiting && "ring-[3px] ring-accent-bg")}
      >
        <UserRoundCheck
          className="size-3"
          role="img"
          aria-label={step.waiting ? "Waits for approval" : "Needs approval"}
        />
      </span>
    );
  }
  if (step.state === "now") {
    const look = NOW[step.tone];
    return (
      <span className={cn(base, "ring-[3px]", look.ring)}>
        <span className={cn("size-2.5 rounded-full", look.dot)} role="img" aria-label="Now" />
      </span>
    );
  }
  if (step.state === "skipped") {
    return (
      <span className={cn(base, "border-border-control text-text-3")}>
        <Minus className="size-3" role="img" aria-label="Skipped" />
      </span>
    );
  }
  return <span className={cn(base, "border-border-control text-text-3")}>{step.number}</span>;
}

/** Wanted share as a dashed level, measured share as a solid half. */
function Share({ step }: { step: StepFacts }) {
  if (step.wanted === null) {
    return <span className="max-sm:col-start-2 max-sm:row-start-1 sm:row-span-2 sm:row-start-2" />;
  }
  const measured = step.measured;
  return (
    <span
      role="img"
      aria-label={`wanted ${shareText(step.wanted)}%${measured === null ? "" : `, measured ${shareText(measured)}%`}`}
      className="relative h-9 w-[26px] overflow-hidden rounded-[3px] bg-surface-3 max-sm:col-start-2 max-sm:row-start-1 max-sm:h-[30px] sm:row-span-2 sm:row-start-2"
    >
      <span
        className="absolute inset-x-0 bottom-0 border-t-2 border-dashed border-accent bg-[color-mix(in_srgb,var(--accent)_18%,transparent)]"
        style={{ height: `${Math.max(4, step.wanted)}%` }}
      />
      {measured === null || measured === 0 ? null : (
        <span
          className="absolute bottom-0 left-0 min-h-0.5 w-[13px]"
          style={{ height: `${measured}%`, background: seriesColor(step.series) }}
        />
      )}
    </span>
  );
}
