import type { Path } from "../../path";
import type { Destination } from "../../schema/http-route";
import type { VirtualService } from "../../schema/virtual-service";
import { error, info, listOf, type Problem, type Rule, warning } from "../rule";
import { eachRoute } from "./each-route";

interface Weighted {
  destination: Destination;
  weight?: number;
}

/**
 * HED-VS-010..014: weights are not negative and not all zero; a sum other than 100 and the same destination twice are pointed out,
 * since they mean something else than they seem to. Source: istio validateWeights; KIA1104, KIA1105.
 */
export const weights: Rule<VirtualService> = (object) => [
  ...eachRoute(object).flatMap(({ route, path }) => check(route.route ?? [], [...path, "route"])),
  ...(["tls", "tcp"] as const).flatMap((layer) =>
    (object.spec[layer] ?? []).flatMap(({ route }, i) => check(route ?? [], ["spec", layer, i, "route"])),
  ),
];

function check(route: Weighted[], path: Path): Problem[] {
  const negative = route.flatMap(({ weight }, i) =>
    weight !== undefined && weight < 0
      ? [error("HED-VS-010", [...path, i, "weight"], `Weight ${weight} is negative.`, "Write 0 or more.")]
      : [],
  );
  if (negative.length > 0) return negative;
  return [...total(route, path), ...twice(route, path)];
}

function total(route: Weighted[], path: Path): Problem[] {
  const [only, ...more] = route;
  if (!only) return [];
  if (more.length === 0) {
    if (only.weight === undefined || only.weight === 0 || only.weight === 100) return [];
    return [
      info(
        "HED-VS-013",
        [...path, 0, "weight"],
        `One destination gets all requests; its weight ${only.weight} changes nothing (KIA1104).`,
        "Leave the weight out.",
      ),
    ];
  }
  const sum = route.reduce((acc, { weight }) => acc + (weight ?? 0), 0);
  if (sum === 0) {
    return [
      error(
        "HED-VS-011",
        path,
        "The weights add up to 0, so no request could be placed.",
        "Give at least one destination a weight above 0.",
      ),
    ];
  }
  if (sum === 100) return [];
  const shares = route.map(
    ({ destination, weight }) =>
      `${destination.subset ?? destination.host} gets ${Number((((weight ?? 0) / sum) * 100).toFixed(1))}%`,
  );
  return [
    warning(
      "HED-VS-012",
      path,
      `The weights add up to ${sum}, not 100. They count in proportion: ${listOf(shares)}.`,
      "Make them add up to 100.",
    ),
  ];
}

function twice(route: Weighted[], path: Path): Problem[] {
  const seen = new Set<string>();
  return route.flatMap(({ destination }, i): Problem[] => {
    const name = [destination.host, destination.subset ?? "", destination.port?.number ?? ""].join("|");
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return [
      warning(
        "HED-VS-014",
        [...path, i],
        `${destination.subset ?? destination.host} is listed twice in this route (KIA1105).`,
        "Add its weights up in one entry.",
      ),
    ];
  });
}
