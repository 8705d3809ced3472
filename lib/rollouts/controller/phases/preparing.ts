import { withoutCapacity } from "../capacity";
import type { Desk, Found } from "../desk";

/** Before the first write: the candidate must be there and ready. */
export async function preparing({ sight, row }: Desk): Promise<Found> {
  if (withoutCapacity(sight, row.plan, "candidate").length > 0) return null;
  return { event: { type: "prepared", candidateReady: true }, text: "The candidate is ready." };
}
