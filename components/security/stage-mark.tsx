import { cn } from "@/components/ui/cn";
import type { MtlsStage } from "@/lib/model/mtls-overview";
import { STAGES } from "./stage-words";

/** Three bars, full up to the stage, and its name. */
export function StageMark({ stage }: { stage: MtlsStage }) {
  const { full, word } = STAGES[stage];
  return (
    <span className="inline-flex items-center gap-2">
      <span aria-hidden="true" className="inline-flex gap-0.5">
        {[1, 2, 3].map((bar) => (
          <span
            key={bar}
            className={cn("h-1.5 w-3.5 rounded-[2px] border", {
              "border-mtls-fg bg-mtls-fg": bar <= full,
              "border-border-2": bar > full,
            })}
          />
        ))}
      </span>
      <span className="font-medium">{word}</span>
    </span>
  );
}
