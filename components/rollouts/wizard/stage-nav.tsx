"use client";

import { Check } from "lucide-react";
import { cn } from "@/components/ui/cn";
import { HealthGlyph } from "@/components/ui/health-glyph";
import type { Finding } from "@/lib/model/finding";
import { STAGE_WORDS, STAGES, type Stage, stageOf } from "./wizard-draft";

/** The stages of the wizard; each tells whether something there has to be mended. Any can be gone to at once. */
export function StageNav({
  stage,
  findings,
  onGo,
}: {
  stage: Stage;
  findings: readonly Finding[];
  onGo: (stage: Stage) => void;
}) {
  const at = STAGES.indexOf(stage);
  const bad = new Set(findings.filter((one) => one.severity === "error").map((one) => stageOf(one.path)));
  return (
    <nav aria-label="Stages of the plan" className="overflow-x-auto">
      <ol className="flex gap-1">
        {STAGES.map((one, i) => (
          <li key={one}>
            <button
              type="button"
              aria-current={one === stage ? "step" : undefined}
              onClick={() => onGo(one)}
              className={cn(
                "flex h-8 items-center gap-1.5 whitespace-nowrap rounded-2 px-2.5 font-medium outline-offset-[-2px] max-sm:h-11 max-sm:px-2",
                one === stage ? "bg-surface-3 text-text-1" : "text-text-2 hover:bg-surface-2 hover:text-text-1",
              )}
            >
              <span
                aria-hidden={!bad.has(one) || undefined}
                className={cn(
                  "grid size-[18px] place-items-center rounded-full text-2xs font-semibold max-sm:hidden",
                  i < at && !bad.has(one) ? "bg-ink text-on-ink" : "bg-surface-3 text-text-2",
                  one === stage && "ring-1 ring-border-control",
                )}
              >
                {bad.has(one) ? (
                  <HealthGlyph status="failing" label="Has errors" className="size-3.5" />
                ) : i < at ? (
                  <Check className="size-3" strokeWidth={2.5} />
                ) : (
                  i + 1
                )}
              </span>
              {STAGE_WORDS[one]}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
