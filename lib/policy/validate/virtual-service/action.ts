import type { VirtualService } from "../../schema/virtual-service";
import { error, listOf, type Problem, type Rule } from "../rule";
import { eachRoute } from "./each-route";

const ACTIONS = ["route", "redirect", "directResponse", "delegate"] as const;

/** HED-VS-005..007: there is something to do, and each http entry does exactly one thing. Source: istio validateHTTPRoute. */
export const action: Rule<VirtualService> = (object) => {
  const { http, tls, tcp } = object.spec;
  if (!http?.length && !tls?.length && !tcp?.length) {
    return [
      error(
        "HED-VS-005",
        ["spec"],
        "The object routes nothing: http, tls and tcp are all empty.",
        "Add an http entry with a route.",
      ),
    ];
  }
  return eachRoute(object).flatMap(({ route, path }): Problem[] => {
    const set = ACTIONS.filter((name) => (name === "route" ? route.route?.length : route[name] !== undefined));
    if (set.length === 0) {
      return [
        error(
          "HED-VS-006",
          path,
          "This entry says what to match but not where requests go.",
          "Give it a route, a redirect or a directResponse.",
        ),
      ];
    }
    if (set.length > 1) {
      return [
        error(
          "HED-VS-007",
          [...path, set[1] ?? ""],
          `An entry does one thing; this has ${listOf(set)}.`,
          "Keep one of them.",
        ),
      ];
    }
    const only = set[0];
    if (only !== "redirect" && only !== "directResponse") return [];
    if (route.rewrite)
      return [
        error(
          "HED-VS-007",
          [...path, "rewrite"],
          `A ${only} reaches no service, so there is nothing to rewrite.`,
          "Take rewrite out.",
        ),
      ];
    if (route.fault && only === "redirect")
      return [error("HED-VS-007", [...path, "fault"], "A redirect cannot carry a fault.", "Take fault out.")];
    return [];
  });
};
