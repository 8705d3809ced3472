import type { Desk, Found } from "../desk";
import { writeStep } from "../write-step";
import { backsOff, written } from "../written";

/** Writes the step. */
export async function applying(desk: Desk): Promise<Found> {
  if (backsOff(desk)) return null;
  const { stepId } = desk.row.state;
  const outcome = await writeStep(desk, stepId);
  const done = (meshRevision: number) => ({ type: "applied", readBackEqual: true, meshRevision }) as const;
  return written(desk, outcome, done, `${stepId} is written`);
}
