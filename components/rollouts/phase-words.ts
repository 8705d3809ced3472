import type { ChipTone } from "@/components/ui/chip";
import type { GlyphStatus } from "@/components/ui/health-glyph";
import type { Verdict } from "@/lib/model/analysis";
import type { RolloutRun } from "@/lib/model/rollout";

/** How a run's state looks: words, tone, and a glyph of health or of waiting. */
export interface PhaseLook {
  words: string;
  tone: ChipTone;
  glyph: GlyphStatus | "person" | "pause" | "run" | "back" | "none";
}

const RUNNING = { tone: "accent", glyph: "run" } as const;

/** What is the case with a run, in one or two words. */
export function phaseLook({ phase, reason, alarm }: Pick<RolloutRun, "phase" | "reason" | "alarm">): PhaseLook {
  switch (phase) {
    case "draft":
    case "validated":
      if (reason === "queued") return { words: "Waits for its turn", tone: "wanted", glyph: "pause" };
      return { words: "Not started", tone: "neutral", glyph: "none" };
    case "gate":
      return { words: "Waiting for approval", tone: "wanted", glyph: "person" };
    case "preparing":
      return { words: "Preparing", ...RUNNING };
    case "applying":
    case "propagating":
      return { words: "Moving traffic", ...RUNNING };
    case "baking":
      return { words: "Watching", ...RUNNING };
    case "promoting":
      return { words: "Promoting", ...RUNNING };
    case "cleanup":
      return { words: "Cleaning up", ...RUNNING };
    case "paused":
      return reason === "conflict"
        ? { words: "Conflict", tone: "degraded", glyph: "degraded" }
        : { words: PAUSED[reason] ?? "Paused", tone: reason === "user" ? "neutral" : "degraded", glyph: "pause" };
    case "rollingBack":
      return { words: "Going back", tone: alarm ? "failing" : "degraded", glyph: alarm ? "failing" : "back" };
    case "holdOnHealthy":
      return { words: "Held, decide", tone: "failing", glyph: "failing" };
    case "succeeded":
      return { words: "Done", tone: "healthy", glyph: "healthy" };
    case "rolledBack":
      return reason === "failed"
        ? { words: "Failed, gone back", tone: "failing", glyph: "failing" }
        : { words: "Gone back", tone: "idle", glyph: "idle" };
    case "superseded":
      return { words: "Superseded", tone: "idle", glyph: "idle" };
  }
}

const PAUSED: Partial<Record<RolloutRun["reason"], string>> = {
  inconclusive: "Paused, unclear",
  blind: "Paused, no figures",
  window: "Paused, freeze window",
  expired: "Paused, gate expired",
  rejected: "Paused, rejected",
};

/** A verdict in the words of the reader. "Too few" is told from "Unclear" by the samples. */
export function verdictLook(verdict: Verdict, tooFew = false): { words: string; status: GlyphStatus } {
  if (verdict === "pass") return { words: "Pass", status: "healthy" };
  if (verdict === "fail") return { words: "Fail", status: "failing" };
  if (verdict === "error") return { words: "Error", status: "degraded" };
  return tooFew ? { words: "Too few", status: "unknown" } : { words: "Unclear", status: "degraded" };
}
