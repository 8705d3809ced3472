import Link from "next/link";
import type { RolloutSummary } from "@/lib/model/rollout";
import { NextWords } from "../next-words";
import { PhaseChip } from "../phase-chip";
import { targetsWords } from "../target-words";
import { ShareCell } from "./rollout-columns";
import { StepMeter } from "./step-meter";

/** The rollouts on a phone: what waits for the reader first. */
export function RolloutRows({
  rollouts,
  hrefOf,
}: {
  rollouts: readonly RolloutSummary[];
  hrefOf: (one: RolloutSummary) => string;
}) {
  return (
    <ul aria-label="Rollouts">
      {rollouts.map((one) => (
        <li key={one.id} className="border-b border-border-1 last:border-b-0">
          <Link
            href={hrefOf(one)}
            className="grid grid-cols-[minmax(0,1fr)] gap-1.5 px-3.5 py-2.5 outline-offset-[-2px]"
          >
            <span className="flex items-center justify-between gap-2">
              <span className="min-w-0 truncate font-medium">
                R-{one.number} {targetsWords(one.targets)}
              </span>
              <PhaseChip run={one.run} mine={one.waitsForMe} />
            </span>
            <span className="flex items-center gap-3 text-sm">
              <StepMeter rollout={one} />
              <span className="min-w-0 flex-1 truncate">
                <NextWords rollout={one} />
              </span>
              <ShareCell rollout={one} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
