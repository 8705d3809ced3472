import type { DestinationRule } from "../../schema/destination-rule";
import { percentProblem } from "../percent-problem";
import { error, type Problem, type Rule } from "../rule";
import { eachPolicy } from "./each-policy";

/** HED-DR-022, 023: percentages of outlier detection and the fields that need each other. Source: istio validateOutlierDetection. */
export const outlierDetection: Rule<DestinationRule> = (object) =>
  eachPolicy(object).flatMap(({ policy, path }): Problem[] => {
    const outlier = policy.outlierDetection;
    if (!outlier) return [];
    const at = [...path, "outlierDetection"];
    const needsSplit = outlier.consecutiveLocalOriginFailures && !outlier.splitExternalLocalOriginErrors;
    return [
      ...percentProblem("HED-DR-022", [...at, "maxEjectionPercent"], outlier.maxEjectionPercent),
      ...percentProblem("HED-DR-022", [...at, "minHealthPercent"], outlier.minHealthPercent),
      ...(["consecutive5xxErrors", "consecutiveGatewayErrors", "consecutiveLocalOriginFailures"] as const).flatMap(
        (field) =>
          (outlier[field] ?? 0) < 0
            ? [error("HED-DR-022", [...at, field], `${field} is ${outlier[field]}; it is 0 (off) or more.`)]
            : [],
      ),
      ...(needsSplit
        ? [
            error(
              "HED-DR-023",
              [...at, "consecutiveLocalOriginFailures"],
              "consecutiveLocalOriginFailures counts only when splitExternalLocalOriginErrors is true.",
              "Set it, or take the count out.",
            ),
          ]
        : []),
    ];
  });
