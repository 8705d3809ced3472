import type { PlanTarget } from "../../model/rollout-plan";
import { analysisWindow } from "../analysis/analysis-window";
import { emptyMeasured, type MeasuredSides } from "../analysis/rollout-metrics";
import type { Desk } from "./desk";

/**
 * Both sides of a target over one window of the plan's policy that begins no earlier than `sinceMs` (epoch ms), or over all of it where the window has too few
 * requests. null: there is no whole window yet. A source that does not answer comes back as `blind`, not as an error. `copies`: see MeasureQuery.
 */
export async function measureSides(
  { row, nowMs, metrics }: Desk,
  { target }: PlanTarget,
  sinceMs: number,
  copies = false,
): Promise<MeasuredSides | null> {
  const policy = row.plan.analysis;
  const window = analysisWindow({ policy, sinceMs, nowMs });
  if (!window) return null;
  const measure = (of: { fromMs: number; toMs: number }) => {
    const query = { mesh: row.mesh, target, copies, ...of };
    return metrics.measure(query).catch((error: unknown): MeasuredSides => blindSides(query, error));
  };
  const sides = await measure(window);
  const whole = analysisWindow({ policy, sinceMs, nowMs, whole: true });
  return whole && whole.fromMs < window.fromMs && tooFew(policy.minSamples, sides) ? measure(whole) : sides;
}

/** A window with too few requests says nothing; all of the step may say more. */
const tooFew = (least: number, { stable, canary, blind }: MeasuredSides): boolean =>
  blind === null && (stable.requests < least || canary.requests < least);

function blindSides({ fromMs, toMs }: { fromMs: number; toMs: number }, error: unknown): MeasuredSides {
  const none = emptyMeasured("");
  const blind = `The metrics could not be read: ${error instanceof Error ? error.message : String(error)}`;
  return { fromMs, toMs, stable: none, canary: none, otherRequests: 0, plaintext: [], knownRequests: 0, blind };
}
