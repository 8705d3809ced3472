import type { RunEvent } from "../machine/run-event";
import type { Desk, Found } from "./desk";
import type { WriteOutcome } from "./write-step";

/** What a write's outcome means for the run: `done` after success; failed writes back off; a lost race or lease is for the next tick. */
export function written(
  desk: Desk,
  outcome: WriteOutcome,
  done: (meshRevision: number) => RunEvent,
  text: string,
): Found {
  switch (outcome.kind) {
    case "written":
      return { event: done(outcome.meshRevision), text };
    case "failed":
      return { event: { type: "writeFailed", why: outcome.why }, text: `The write failed: ${outcome.why}` };
    case "stale":
      desk.leader.stepDown();
      return null;
    case "raced":
      return null;
  }
}

/** Whether a failed write still waits for its next try. */
export function backsOff({ row, nowMs }: Desk): boolean {
  return row.state.failures !== null && nowMs < row.state.failures.nextMs;
}
