import type { ChartMark } from "@/components/charts/time-chart";
import type { RolloutDetail } from "@/lib/model/rollout";
import { planSteps } from "@/lib/model/rollout-plan";
import type { Moment } from "../replay/moment";
import { stepWords } from "../target-words";

/** The span of time that every chart of the page shares, and the steps entered in it. */
export interface ChartWindow {
  fromMs: number;
  toMs: number;
  marks: ChartMark[];
}

/** Shorter than this no chart is drawn wide: the right part stays empty. */
const LEAST_MS = 60_000;

/** From the start of the run to its end, the replayed moment, or now. */
export function chartWindow(detail: RolloutDetail, moment: Moment, nowMs: number): ChartWindow {
  const fromMs = Date.parse(detail.startedAt ?? detail.createdAt);
  const end = detail.endedAt ? Date.parse(detail.endedAt) : nowMs;
  // While replaying the frame stays that of the whole run, so that the lines grow into it.
  const toMs = Math.max(fromMs + LEAST_MS, end);
  const titles = new Map(planSteps(detail.plan).map(({ step }) => [step.id, stepWords(step)]));
  const entered = moment.progress.flatMap(({ stepId, enteredAt }) =>
    enteredAt ? [{ atMs: Date.parse(enteredAt), words: titles.get(stepId) ?? stepId }] : [],
  );
  const apart = (toMs - fromMs) / 14;
  const marks: ChartMark[] = [];
  for (const mark of entered.sort((a, b) => a.atMs - b.atMs)) {
    const before = marks.at(-1);
    // Names that would lie over each other: only the later one is told.
    if (before && mark.atMs - before.atMs < apart) before.words = "";
    marks.push(mark);
  }
  return { fromMs, toMs, marks };
}
