import type { ColumnDef } from "@tanstack/react-table";
import { TimeText } from "@/components/policies/time-text";
import { Chip } from "@/components/ui/chip";
import { TextLink } from "@/components/ui/text-link";
import type { RolloutSummary } from "@/lib/model/rollout";
import { NextWords } from "../next-words";
import { PhaseChip } from "../phase-chip";
import { candidateShare, currentTarget, shareText } from "../shares";
import { targetsWords } from "../target-words";
import { StepMeter } from "./step-meter";

/** Columns of the list of rollouts. `hrefOf` keeps mesh and time of the page. */
export function rolloutColumns(hrefOf: (one: RolloutSummary) => string): ColumnDef<RolloutSummary, unknown>[] {
  return [
    {
      id: "state",
      header: "State",
      enableSorting: false,
      cell: ({ row: { original } }) => <PhaseChip run={original.run} mine={original.waitsForMe} />,
      meta: { className: "w-[184px]" },
    },
    {
      id: "name",
      header: "Rollout",
      accessorFn: ({ number }) => number,
      cell: ({ row: { original } }) => (
        <span className="flex min-w-0 items-center gap-2">
          <TextLink href={hrefOf(original)} className="shrink-0 font-medium text-text-1 hover:text-accent">
            R-{original.number} {targetsWords(original.targets)}
          </TextLink>
          <span className="min-w-0 truncate text-text-3">{original.name}</span>
        </span>
      ),
      meta: { className: "max-w-0 w-[34%]" },
    },
    {
      id: "steps",
      header: "Step",
      enableSorting: false,
      cell: ({ row }) => <StepMeter rollout={row.original} />,
    },
    {
      id: "share",
      header: "Share, measured",
      enableSorting: false,
      cell: ({ row }) => <ShareCell rollout={row.original} />,
      meta: { align: "right" },
    },
    {
      id: "next",
      header: "Next",
      enableSorting: false,
      cell: ({ row }) => <NextWords rollout={row.original} />,
      meta: { className: "max-w-0 w-[22%] max-xl:hidden" },
    },
    {
      id: "author",
      header: "By",
      accessorFn: ({ author }) => author.name,
      cell: ({ row }) => row.original.author.name,
    },
    {
      id: "when",
      header: "Started",
      accessorFn: ({ startedAt, createdAt }) => startedAt ?? createdAt,
      cell: ({ row: { original } }) =>
        original.startedAt ? <TimeText iso={original.startedAt} /> : <span className="text-text-3">not yet</span>,
      meta: { align: "right" },
    },
  ];
}

/** Wanted share of the new side, and what was measured of it. */
export function ShareCell({ rollout }: { rollout: RolloutSummary }) {
  const target = currentTarget(rollout);
  if (target?.kind === "mtls") return <Chip>mTLS</Chip>;
  const wanted = candidateShare(rollout.run.desired, target);
  const measured = candidateShare(rollout.run.observed, target);
  if (wanted === null) return <span className="text-text-3">–</span>;
  return (
    <span className="whitespace-nowrap tabular-nums">
      <span className="font-medium text-accent">{shareText(wanted)}%</span>
      <span className="text-text-3">{measured === null ? "" : `, ${shareText(measured)}%`}</span>
    </span>
  );
}
