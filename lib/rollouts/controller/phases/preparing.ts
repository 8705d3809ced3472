import { frozenNow } from "../../windows/frozen-now";
import { withoutCapacity } from "../capacity";
import type { Desk, Found } from "../desk";

/** Before the first write: the candidate must be there and ready, and no freeze window on unless somebody has just broken the glass. */
export async function preparing(desk: Desk): Promise<Found> {
  const { sight, row, deps, nowMs } = desk;
  if (withoutCapacity(sight, row.plan, "candidate").length > 0) return null;
  const frozen = await frozenNow(deps.store.rollouts, desk.row.plan, nowMs);
  if (frozen && (await deps.store.rollouts.events(row.id, 1))[0]?.kind !== "breakGlass") {
    return { event: { type: "windowClosed", why: frozen }, text: frozen };
  }
  return { event: { type: "prepared", candidateReady: true }, text: "The candidate is ready." };
}
