import type { Desk, Found } from "../desk";

/** The old side is kept until what it still serves has drained; then the objects belong to nobody but their authors. */
export async function cleanup({ row, nowMs }: Desk): Promise<Found> {
  if (nowMs - row.state.enteredAtMs < row.plan.drainSec * 1000) return null;
  return {
    event: { type: "cleaned" },
    text: "Done: the objects are the baseline with the candidate in stable's place",
  };
}
