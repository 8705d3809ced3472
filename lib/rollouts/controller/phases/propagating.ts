import { desiredShares, showsInShare } from "../../run/desired-shares";
import type { Desk, Found } from "../desk";
import { judgeShares, measureSince, noteShares, sharesOf, type TargetMeasure } from "../measure-share";
import { propagated } from "../propagated";

/** Until proxies have answered and the traffic shows the wanted share. What cannot be seen in time is inconclusive, never taken for granted. */
export async function propagating(desk: Desk): Promise<Found> {
  const { row, nowMs } = desk;
  const { plan, state } = row;
  const { answered, refused } = await propagated(desk);
  const late = nowMs - state.enteredAtMs >= plan.propagationTimeoutSec * 1000;
  if (refused.length > 0) return late ? timeout(`proxies refuse it: ${refused.slice(0, 3).join("; ")}`) : null;
  if (!answered) return late ? timeout("not every proxy has acknowledged it") : null;
  if (!showsInShare(plan, state.stepId))
    return seen(true, "Every proxy has acknowledged it; its share cannot be measured.");
  const measures = await measureSince(desk, state.enteredAtMs).catch((): TargetMeasure[] => []);
  await noteShares(desk, measures);
  const blind = measures.find(({ sides }) => sides.blind !== null)?.sides.blind ?? null;
  const verdict = judgeShares(measures, desiredShares(plan, state.stepId, state.before), plan.tolerancePercent);
  if (verdict === "seen" && blind === null) return seen(false, `Traffic shows it: ${words(desk, measures)}`);
  if (!late) return null;
  if (blind !== null) return timeout(blind);
  if (verdict === "tooFew") return seen(true, "Too little traffic to confirm the share by measuring.");
  return timeout(`the measured share is ${words(desk, measures)}`);
}

const seen = (weak: boolean, text: string): Found => ({ event: { type: "weightSeen", weak }, text });

const timeout = (why: string): Found => ({
  event: { type: "propagationTimeout", why: `After the time a step may take, ${why}.` },
  text: why,
});

export const words = (desk: Desk, measures: readonly TargetMeasure[]): string =>
  sharesOf(measures)
    .map(({ version, percent }) => `${version} ${percent} %`)
    .join(", ") || `nothing of ${desk.row.plan.name} yet`;
