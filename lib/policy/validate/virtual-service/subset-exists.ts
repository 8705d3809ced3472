import type { VirtualService } from "../../schema/virtual-service";
import { hostIn, subsetsOf } from "../../world";
import { error, listOf, type Rule } from "../rule";
import { eachDestination } from "./each-route";

/** HED-VS-021: a subset must be defined by a DestinationRule of its host, else every request sent there fails. Source: KIA1107, IST0101. */
export const subsetExists: Rule<VirtualService> = (object, world, key) =>
  eachDestination(object).flatMap(({ destination, path }) => {
    const { host, subset } = destination;
    if (!subset) return [];
    const fqdn = hostIn(world, host, key.namespace);
    const names = subsetsOf(world, fqdn).map((one) => one.name);
    if (names.includes(subset)) return [];
    const known =
      names.length > 0
        ? `its DestinationRule has ${listOf([...new Set(names)])}`
        : "it has no DestinationRule with subsets";
    return [
      error(
        "HED-VS-021",
        [...path, "subset"],
        `${fqdn} has no subset ${JSON.stringify(subset)}; ${known}. Requests sent there would get 503 (KIA1107, IST0101).`,
        `Add the subset to a DestinationRule for ${host}, in the same change if you like.`,
      ),
    ];
  });
