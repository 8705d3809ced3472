import { parseDurationMs } from "../../duration";
import type { Path } from "../../path";
import type { HttpRoute } from "../../schema/http-route";
import type { VirtualService } from "../../schema/virtual-service";
import { error, type Problem, type Rule, warning } from "../rule";
import { eachRoute } from "./each-route";

/** Envoy's x-envoy-retry-on and x-envoy-retry-grpc-on names. Source: Envoy router filter docs; istio ValidateRetryOn. */
const RETRY_ON = new Set([
  "5xx",
  "gateway-error",
  "reset",
  "reset-before-request",
  "connect-failure",
  "envoy-ratelimited",
  "retriable-4xx",
  "refused-stream",
  "retriable-status-codes",
  "retriable-headers",
  "http3-post-connect-failure",
  "cancelled",
  "deadline-exceeded",
  "internal",
  "resource-exhausted",
  "unavailable",
]);

/** HED-VS-040..043: names of retryOn are Envoy's, attempts make sense, and the tries fit into the timeout. */
export const retries: Rule<VirtualService> = (object) =>
  eachRoute(object).flatMap(({ route, path }) => (route.retries ? check(route, [...path, "retries"]) : []));

function check(route: HttpRoute, path: Path): Problem[] {
  const { attempts, retryOn, perTryTimeout, backoff } = route.retries ?? {};
  const problems: Problem[] = [];
  if (attempts !== undefined && attempts < 0)
    problems.push(error("HED-VS-041", [...path, "attempts"], `attempts is ${attempts}; it is 0 (no retries) or more.`));
  if (attempts === 0 && (retryOn !== undefined || perTryTimeout !== undefined || backoff !== undefined)) {
    problems.push(
      error(
        "HED-VS-041",
        path,
        "attempts: 0 switches retries off, so the other fields of retries contradict it.",
        "Take them out, or raise attempts.",
      ),
    );
  }
  for (const name of (retryOn ?? "").split(",").map((part) => part.trim())) {
    if (name === "" || RETRY_ON.has(name)) continue;
    const status = Number(name);
    if (Number.isInteger(status) && status >= 100 && status <= 599) continue;
    problems.push(
      error(
        "HED-VS-040",
        [...path, "retryOn"],
        `retryOn has ${JSON.stringify(name)}, which Envoy does not know.`,
        "Use e.g. connect-failure, 5xx, reset, unavailable, or status codes such as 503.",
      ),
    );
  }
  const limit = parseDurationMs(route.timeout ?? "");
  const one = parseDurationMs(perTryTimeout ?? "");
  if (limit !== null && one !== null && attempts && one * (attempts + 1) > limit) {
    const fit = Math.floor(limit / one);
    const done =
      fit === 0 ? "not even the first try fits" : `only ${fit} of the ${attempts + 1} tries can run their full time`;
    problems.push(
      warning(
        "HED-VS-043",
        [...path, "perTryTimeout"],
        `The route's timeout is ${route.timeout}, one try may take ${perTryTimeout}: ${done}.`,
        "Lengthen the timeout, or shorten the tries.",
      ),
    );
  }
  return problems;
}
