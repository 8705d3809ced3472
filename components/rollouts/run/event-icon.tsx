import {
  ArrowUpRight,
  CircleDot,
  Flag,
  GitCompareArrows,
  Pause,
  Play,
  Siren,
  Undo2,
  UserRoundCheck,
  UserRoundX,
} from "lucide-react";
import { HealthGlyph } from "@/components/ui/health-glyph";
import type { RolloutEvent } from "@/lib/model/rollout";

const ICONS = [
  [/^(start|resume|prepared)/i, Play],
  [/^(applied|weightSeen|promot|bakeDone)/i, ArrowUpRight],
  [/approve|satisfied|confirmed/i, UserRoundCheck],
  [/reject/i, UserRoundX],
  [/break/i, Siren],
  [/pause|window/i, Pause],
  [/abort|roll|revert|cancel/i, Undo2],
  [/foreign|conflict|adopt/i, GitCompareArrows],
  [/succe|clean/i, Flag],
] as const;

/** What kind of thing happened; failures carry the glyph of failing. */
export function EventIcon({ event }: { event: RolloutEvent }) {
  if (/fail|stableBroken|writeFailed/i.test(event.kind))
    return <HealthGlyph status="failing" label="" className="size-3.5" />;
  if (/inconclusive|error|blind/i.test(event.kind))
    return <HealthGlyph status="degraded" label="" className="size-3.5" />;
  const Icon = ICONS.find(([kinds]) => kinds.test(event.kind))?.[1] ?? CircleDot;
  return <Icon className="size-3.5 text-text-2" aria-hidden="true" />;
}
