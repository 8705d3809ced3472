import { type RolloutSummary, TERMINAL_PHASES } from "@/lib/model/rollout";
import { targetsWords } from "../target-words";

export const ROLLOUT_SHOWS = ["all", "running", "waiting", "done"] as const;
export type RolloutShow = (typeof ROLLOUT_SHOWS)[number];

export interface RolloutFilter {
  q: string;
  show: RolloutShow;
}

const isDone = ({ run }: RolloutSummary) => TERMINAL_PHASES.includes(run.phase);
/** Whether a person has to do something before the run goes on. */
const waits = ({ run }: RolloutSummary) =>
  run.phase === "gate" || run.phase === "paused" || run.phase === "holdOnHealthy" || run.alarm !== null;

/** What waits for the reader, then what runs, then history; newest first in each. Words are found in name, targets, author and number. */
export function filterRollouts(
  rollouts: readonly RolloutSummary[],
  namespaces: readonly string[] | null,
  { q, show }: RolloutFilter,
): RolloutSummary[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (one: RolloutSummary) => {
    if (namespaces && !one.namespaces.some((ns) => namespaces.includes(ns))) return false;
    if (show === "running" && isDone(one)) return false;
    if (show === "waiting" && !waits(one)) return false;
    if (show === "done" && !isDone(one)) return false;
    const text = `r-${one.number} ${one.name} ${targetsWords(one.targets)} ${one.author.name} ${one.namespaces.join(" ")}`;
    return words.every((word) => text.toLowerCase().includes(word));
  };
  return rollouts.filter(fits).sort((a, b) => rank(a) - rank(b) || b.number - a.number);
}

function rank(one: RolloutSummary): number {
  if (one.waitsForMe) return 0;
  if (isDone(one)) return 3;
  return waits(one) ? 1 : 2;
}

/** "2 rollouts run. One waits for you." */
export function rolloutsSentence(rollouts: readonly RolloutSummary[]): string {
  const active = rollouts.filter((one) => !isDone(one) && one.run.phase !== "validated" && one.run.phase !== "draft");
  const mine = rollouts.filter((one) => one.waitsForMe).length;
  const broken = active.filter(({ run }) => run.phase === "holdOnHealthy" || run.alarm !== null).length;
  const parts = [
    active.length === 0
      ? "No rollout runs."
      : active.length === 1
        ? "One rollout runs."
        : `${active.length} rollouts run.`,
    broken > 0 ? (broken === 1 ? "One needs a decision now." : `${broken} need a decision now.`) : "",
    mine > 0 ? (mine === 1 ? "One waits for your approval." : `${mine} wait for your approval.`) : "",
  ];
  return parts.filter(Boolean).join(" ");
}
