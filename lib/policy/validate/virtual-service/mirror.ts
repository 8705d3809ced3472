import type { VirtualService } from "../../schema/virtual-service";
import { percentProblem } from "../percent-problem";
import { error, type Problem, type Rule, warning } from "../rule";
import { eachRoute } from "./each-route";

/** HED-VS-060..062: mirror or mirrors, not both; percentages in range; a percentage without a mirror does nothing. */
export const mirror: Rule<VirtualService> = (object) =>
  eachRoute(object).flatMap(({ route, path }) => {
    const problems: Problem[] = [
      ...percentProblem("HED-VS-061", [...path, "mirrorPercentage", "value"], route.mirrorPercentage?.value),
      ...percentProblem("HED-VS-061", [...path, "mirrorPercent"], route.mirrorPercent),
      ...(route.mirrors ?? []).flatMap(({ percentage }, i) =>
        percentProblem("HED-VS-061", [...path, "mirrors", i, "percentage", "value"], percentage?.value),
      ),
    ];
    if (route.mirror && route.mirrors?.length) {
      problems.push(
        error("HED-VS-060", [...path, "mirrors"], "mirror and mirrors are both set.", "Move mirror into mirrors."),
      );
    }
    if (!route.mirror && (route.mirrorPercentage || route.mirrorPercent !== undefined)) {
      problems.push(
        warning(
          "HED-VS-062",
          [...path, "mirrorPercentage"],
          "There is a mirrorPercentage but no mirror, so nothing is mirrored.",
          "Add mirror, or take the percentage out.",
        ),
      );
    }
    return problems;
  });
