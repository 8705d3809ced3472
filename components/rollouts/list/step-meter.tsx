import { cn } from "@/components/ui/cn";
import type { RolloutSummary } from "@/lib/model/rollout";

/** How far a run is, one dash a step: done solid, current in accent, ahead empty. */
export function StepMeter({ rollout, className }: { rollout: RolloutSummary; className?: string }) {
  const { steps, stepIndex, run } = rollout;
  const all = run.phase === "succeeded";
  const at = all ? steps : Math.max(0, Math.min(steps, stepIndex + 1));
  return (
    <span className={cn("inline-flex items-center gap-2", className)}>
      <span aria-hidden="true" className="flex w-20 gap-0.5">
        {Array.from({ length: Math.min(steps, 20) }, (_, i) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a dash is its place
            key={i}
            className={cn(
              "h-1.5 min-w-0.5 flex-1 rounded-[2px]",
              all || i < stepIndex ? "bg-text-2" : i === stepIndex ? "bg-accent-strong" : "bg-surface-3",
            )}
          />
        ))}
      </span>
      <span className="tabular-nums text-text-2">
        {at}/{steps}
      </span>
    </span>
  );
}
