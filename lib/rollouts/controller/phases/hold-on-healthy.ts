import { PROMOTED_STEP, ROLLED_BACK_STEP } from "../../../model/rollout-plan";
import { type Desk, type Found, operationsOf } from "../desk";
import { lastWritten, writeStep } from "../write-step";
import { backsOff, written } from "../written";

/** Traffic is kept on the side that passes until a person decides. */
export async function holdOnHealthy(desk: Desk): Promise<Found> {
  const { healthy } = desk.row.state;
  if (healthy === null || healthy === "neither" || backsOff(desk)) return null;
  const stepId = healthy === "candidate" ? PROMOTED_STEP : ROLLED_BACK_STEP;
  const operations = await operationsOf(desk);
  if (lastWritten(desk.baseline, operations).stepId === stepId) return null;
  const done = (meshRevision: number) => ({ type: "held", stepId, meshRevision }) as const;
  return written(desk, await writeStep(desk, stepId), done, `All traffic is on the ${healthy} side`);
}
