import { Panel } from "@/components/ui/panel";
import { seriesColor } from "@/components/ui/series-marker";
import type { RolloutDetail } from "@/lib/model/rollout";
import type { Moment } from "../replay/moment";
import { planTargetWords, strategyWords } from "../target-words";
import { bakeWords, promotionFacts, stepFacts } from "./step-facts";
import { StepLine } from "./step-line";

/** The plan as a time line, target after target, with promotion at its end. */
export function StepsPanel({ detail, moment }: { detail: RolloutDetail; moment: Moment }) {
  const { targets } = detail.plan;
  let from = 0;
  return targets.map((target, i) => {
    const steps = stepFacts(target, moment, from);
    from += target.steps.length;
    const last = i === targets.length - 1;
    const first = target.steps[0];
    const series = steps[0]?.series ?? 1;
    return (
      <Panel
        key={target.id}
        flush
        title={targets.length > 1 ? `Steps, ${i + 1} of ${targets.length}` : "Steps"}
        caption={
          <>
            {targets.length > 1 ? `${planTargetWords(target.target)}, ` : ""}
            {strategyWords(target.strategy.kind)}
            {first ? `, ${bakeWords(first)} each` : ""}
          </>
        }
        action={
          <span className="flex gap-3 text-text-2" aria-hidden="true">
            <span className="flex items-center gap-1.5">
              <span className="h-[9px] w-3.5 rounded-[2px] border-[1.5px] border-dashed border-accent" />
              Wanted
            </span>
            <span className="flex items-center gap-1.5">
              <span className="h-[9px] w-3.5 rounded-[2px]" style={{ background: seriesColor(series) }} />
              Measured
            </span>
          </span>
        }
        className="overflow-hidden"
      >
        <StepLine
          label={`Steps of ${planTargetWords(target.target)}`}
          steps={last ? [...steps, promotionFacts(detail, moment)] : steps}
        />
      </Panel>
    );
  });
}
