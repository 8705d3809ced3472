import type { VirtualService } from "../../schema/virtual-service";
import { durationProblem } from "../duration-problem";
import type { Rule } from "../rule";
import { eachRoute } from "./each-route";

/** HED-VS-044: every duration is one and is at least 1 ms. Source: CEL rules of the VirtualService CRD. */
export const durations: Rule<VirtualService> = (object) =>
  eachRoute(object).flatMap(({ route, path }) => [
    ...durationProblem("HED-VS-044", [...path, "timeout"], route.timeout),
    ...durationProblem("HED-VS-044", [...path, "retries", "perTryTimeout"], route.retries?.perTryTimeout),
    ...durationProblem("HED-VS-044", [...path, "retries", "backoff"], route.retries?.backoff),
    ...durationProblem("HED-VS-044", [...path, "fault", "delay", "fixedDelay"], route.fault?.delay?.fixedDelay),
    ...durationProblem("HED-VS-044", [...path, "corsPolicy", "maxAge"], route.corsPolicy?.maxAge),
  ]);
