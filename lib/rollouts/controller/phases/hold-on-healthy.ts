import { PROMOTED_STEP, planSteps, ROLLED_BACK_STEP } from "../../../model/rollout-plan";
import type { OperationRow } from "../../rollout-store";
import { type Desk, type Found, operationsOf } from "../desk";
import { lastWritten, writeStep } from "../write-step";
import { backsOff, written } from "../written";

/**
 * Traffic is kept on the side that passes until a person decides: on the candidate as far as the plan had come, so that no gate and no instance is passed over;
 * on stable all of it.
 */
export async function holdOnHealthy(desk: Desk): Promise<Found> {
  const { healthy } = desk.row.state;
  if (healthy === null || healthy === "neither" || backsOff(desk)) return null;
  const operations = await operationsOf(desk);
  const stepId = healthy === "candidate" ? furthest(desk, operations) : ROLLED_BACK_STEP;
  if (stepId === undefined || lastWritten(desk.baseline, operations).stepId === stepId) return null;
  const done = (meshRevision: number) => ({ type: "held", stepId, meshRevision }) as const;
  return written(desk, await writeStep(desk, stepId), done, `Traffic is held on the ${healthy} side`);
}

/** The last step of the plan that was written. */
function furthest({ row: { plan } }: Desk, operations: readonly OperationRow[]): string | undefined {
  const forward = new Set([PROMOTED_STEP, ...planSteps(plan).map(({ step }) => step.id)]);
  return operations.find(({ state, stepId }) => state === "done" && forward.has(stepId))?.stepId;
}
