import type { Verdict } from "../../model/analysis";
import type { VersionShare } from "../../model/rollout";

/** What can happen to a run. Facts an event's guard needs travel in it, so that the machine stays pure. */
export type RunEvent =
  | { type: "validated" }
  | {
      type: "start";
      lintClean: boolean;
      targetFree: boolean;
      /** words of a freeze window that is on; null: none is */
      frozen: string | null;
      stableInstances: Record<string, number>;
      /** what the objects ask for at the start */
      before: VersionShare[];
    }
  | { type: "queue"; by: string; behind: string }
  | { type: "unqueue"; why: string }
  | { type: "gateSatisfied"; evidenceUnchanged: boolean; expired: boolean; frozen: string | null; failing: boolean }
  | { type: "gateRejected"; by: string; why: string }
  | { type: "gateExpired" }
  | { type: "prepared"; candidateReady: boolean }
  | { type: "applied"; readBackEqual: boolean; meshRevision: number }
  | { type: "weightSeen"; weak: boolean }
  | { type: "propagationTimeout"; why: string }
  | { type: "bakeDone"; verdict: Verdict | null; bakedMs: number; requests: number }
  | { type: "fail"; why: string }
  | { type: "inconclusive"; blind: boolean; why: string }
  | { type: "foreignChange"; why: string }
  | { type: "newRevision"; why: string }
  | { type: "revertToBaseline"; why: string }
  | { type: "windowClosed"; why: string }
  | { type: "windowOpened" }
  | { type: "pause"; by: string; why: string }
  | { type: "resume"; by: string; frozen: string | null }
  | { type: "promote"; by: string; failing: boolean; frozen: string | null }
  | { type: "breakGlass"; by: string; why: string }
  | { type: "takeMine"; by: string }
  | { type: "mineTaken"; meshRevision: number }
  | { type: "adoptTheirs"; by: string }
  | { type: "abort"; by: string; why: string }
  | { type: "rollback"; by: string; why: string }
  | { type: "writeFailed"; why: string }
  | { type: "stableBroken"; healthy: "stable" | "candidate" | "neither"; why: string }
  | { type: "promotedWritten"; meshRevision: number }
  | { type: "promoted" }
  | { type: "cleaned" }
  | { type: "revertWritten"; stepId: string; meshRevision: number }
  | { type: "shifted"; meshRevision: number; why: string }
  | { type: "held"; stepId: string; meshRevision: number }
  | { type: "reverted" }
  | { type: "leaderLost" };

export type RunEventType = RunEvent["type"];
