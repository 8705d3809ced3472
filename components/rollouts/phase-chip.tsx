import { CirclePlay, Pause, Undo2, UserRoundCheck } from "lucide-react";
import { Chip } from "@/components/ui/chip";
import { HealthGlyph } from "@/components/ui/health-glyph";
import type { RolloutRun } from "@/lib/model/rollout";
import { type PhaseLook, phaseLook } from "./phase-words";

const ICONS = { person: UserRoundCheck, pause: Pause, run: CirclePlay, back: Undo2 } as const;

function Glyph({ glyph }: { glyph: PhaseLook["glyph"] }) {
  if (glyph === "none") return null;
  if (glyph === "person" || glyph === "pause" || glyph === "run" || glyph === "back") {
    const Icon = ICONS[glyph];
    return <Icon aria-hidden="true" />;
  }
  return <HealthGlyph status={glyph} label="" />;
}

/** Where a run stands, as a chip; `mine`: it waits for the reader. */
export function PhaseChip({
  run,
  mine,
  bare,
}: {
  run: Pick<RolloutRun, "phase" | "reason" | "alarm">;
  mine?: boolean;
  bare?: boolean;
}) {
  const look = phaseLook(run);
  return (
    <Chip tone={look.tone} bare={bare ?? false} className={bare ? BARE[look.tone] : undefined}>
      <Glyph glyph={look.glyph} />
      {mine && run.phase === "gate" ? "Waiting for you" : look.words}
    </Chip>
  );
}

const BARE: Partial<Record<PhaseLook["tone"], string>> = { wanted: "text-accent", accent: "text-accent" };
