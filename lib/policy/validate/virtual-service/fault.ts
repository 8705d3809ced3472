import { GRPC_STATUS } from "../../../model/grpc-status";
import type { Path } from "../../path";
import type { Fault } from "../../schema/http-route";
import type { VirtualService } from "../../schema/virtual-service";
import { percentProblem } from "../percent-problem";
import { error, type Problem, type Rule, warning } from "../rule";
import { eachRoute } from "./each-route";

/** HED-VS-050..054: faults that Envoy takes, and that fire at all. Source: istio validateHTTPFaultInjection. */
export const fault: Rule<VirtualService> = (object) =>
  eachRoute(object).flatMap(({ route, path }) => {
    const at = [...path, "fault"];
    if (!route.fault) return [];
    if (!route.fault.delay && !route.fault.abort) {
      return [error("HED-VS-054", at, "fault is empty.", "Give it a delay or an abort, or take it out.")];
    }
    return [...delay(route.fault.delay, [...at, "delay"]), ...abort(route.fault.abort, [...at, "abort"])];
  });

function delay(value: Fault["delay"], path: Path): Problem[] {
  if (!value) return [];
  const problems = [
    ...percentProblem("HED-VS-050", [...path, "percentage", "value"], value.percentage?.value),
    ...percentProblem("HED-VS-050", [...path, "percent"], value.percent),
  ];
  if (value.exponentialDelay !== undefined)
    problems.push(
      error(
        "HED-VS-054",
        [...path, "exponentialDelay"],
        "exponentialDelay is not supported by Envoy.",
        "Use fixedDelay.",
      ),
    );
  else if (value.fixedDelay === undefined)
    problems.push(error("HED-VS-054", path, "A delay needs fixedDelay.", "e.g. fixedDelay: 2s"));
  return [...problems, ...never(value.percentage?.value ?? value.percent, "delay", path)];
}

function abort(value: Fault["abort"], path: Path): Problem[] {
  if (!value) return [];
  const problems = percentProblem("HED-VS-050", [...path, "percentage", "value"], value.percentage?.value);
  const { httpStatus, grpcStatus, http2Error } = value;
  if (http2Error !== undefined)
    problems.push(
      error(
        "HED-VS-054",
        [...path, "http2Error"],
        "http2Error is not supported by Envoy.",
        "Use httpStatus or grpcStatus.",
      ),
    );
  else if (httpStatus === undefined && grpcStatus === undefined)
    problems.push(error("HED-VS-053", path, "An abort needs httpStatus or grpcStatus."));
  else if (httpStatus !== undefined && grpcStatus !== undefined)
    problems.push(
      error("HED-VS-053", path, "An abort answers with httpStatus or grpcStatus, not with both.", "Keep one of them."),
    );
  if (httpStatus !== undefined && (httpStatus < 200 || httpStatus > 599))
    problems.push(error("HED-VS-051", [...path, "httpStatus"], `httpStatus is ${httpStatus}; Envoy takes 200 to 599.`));
  if (grpcStatus !== undefined && !GRPC_STATUS.includes(grpcStatus))
    problems.push(
      error(
        "HED-VS-052",
        [...path, "grpcStatus"],
        `grpcStatus ${JSON.stringify(grpcStatus)} is not the name of a gRPC code.`,
        "Use e.g. UNAVAILABLE.",
      ),
    );
  return [...problems, ...never(value.percentage?.value, "abort", path)];
}

/** An absent percentage is 0 in Istio: the fault is kept and never fires. */
function never(percentage: number | undefined, what: string, path: Path): Problem[] {
  if (percentage !== undefined && percentage !== 0) return [];
  const why = percentage === 0 ? "its percentage is 0" : "it has no percentage, which counts as 0";
  return [warning("HED-VS-055", path, `This ${what} never fires: ${why}.`, "Set percentage.value.")];
}
