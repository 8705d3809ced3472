import type { Path } from "../../path";
import type { Destination } from "../../schema/http-route";
import type { VirtualService } from "../../schema/virtual-service";
import { hostIn, serviceOf, type World } from "../../world";
import { hostFault } from "../host-grammar";
import { error, listOf, type Problem, type Rule, warning } from "../rule";
import { eachDestination } from "./each-route";

/**
 * HED-VS-020, 022, 023: the host of a destination is a host and known, and its port exists. An unknown host is a warning: its proxies may
 * be down just now, and going back must stay possible. Source: KIA1101, IST0101, IST0112.
 */
export const destinationKnown: Rule<VirtualService> = (object, world, key) =>
  eachDestination(object).flatMap(({ destination, path }) => check(destination, path, world, key.namespace));

function check(destination: Destination, path: Path, world: World, namespace: string): Problem[] {
  const hostPath = [...path, "host"];
  const fault = hostFault(destination.host);
  if (fault || destination.host.startsWith("*")) {
    return [
      error(
        "HED-VS-020",
        hostPath,
        `Host ${JSON.stringify(destination.host)} ${fault ?? "has a *; a destination is one service"}.`,
      ),
    ];
  }
  const fqdn = hostIn(world, destination.host, namespace);
  const service = serviceOf(world, fqdn);
  if (!service) {
    return [
      warning(
        "HED-VS-020",
        hostPath,
        `No service ${fqdn} is known now; requests sent there get 503 with flag NC until there is one (KIA1101, IST0101).`,
        "Check the name and namespace, or add a ServiceEntry.",
      ),
    ];
  }
  const numbers = service.ports.map((port) => port.number);
  const wanted = destination.port?.number;
  if (wanted !== undefined && numbers.length > 0 && !numbers.includes(wanted)) {
    return [
      error(
        "HED-VS-022",
        [...path, "port", "number"],
        `${fqdn} has no port ${wanted}; it has ${listOf(numbers.map(String))} (IST0101).`,
      ),
    ];
  }
  if (wanted === undefined && numbers.length > 1) {
    return [
      warning(
        "HED-VS-023",
        path,
        `${fqdn} has the ports ${listOf(numbers.map(String))}, and this does not say which (IST0112).`,
        "Set destination.port.number.",
      ),
    ];
  }
  return [];
}
