import { type Desk, type Found, operationsOf } from "./desk";
import { lastWritten, writeStep } from "./write-step";
import { backsOff, written } from "./written";

/** A person said that the run's state goes over the foreign change: it is written once more, on top of what is there. */
export async function takeMine(desk: Desk): Promise<Found> {
  if (backsOff(desk)) return null;
  const operations = await operationsOf(desk);
  const { stepId } = lastWritten(desk.baseline, operations);
  const done = (meshRevision: number) => ({ type: "mineTaken", meshRevision }) as const;
  return written(desk, await writeStep(desk, stepId), done, "The run's own state is written again");
}
