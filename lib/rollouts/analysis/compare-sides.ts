import type { AnalysisPolicy, Measured } from "@/lib/model/analysis";
import { analyse } from "./analyse";

/**
 * Which side keeps the policy's absolute limits by itself, for the choice of where to hold the traffic. A side that is too little measured does not count as
 * broken, and not as healthy either: `unknown` unless the other one tells.
 */
export function compareSides(
  policy: AnalysisPolicy,
  stable: Measured,
  candidate: Measured,
): "both" | "stable" | "candidate" | "neither" | "unknown" {
  const alone = (canary: Measured) => analyse({ policy, stable: null, canary }).verdict;
  const [s, c] = [alone(stable), alone(candidate)];
  if (s === "fail") return c === "fail" ? "neither" : c === "pass" ? "candidate" : "unknown";
  if (c === "fail") return s === "pass" ? "stable" : "unknown";
  return s === "pass" && c === "pass" ? "both" : "unknown";
}
