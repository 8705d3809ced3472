import type { Path } from "../../path";
import type { Destination, HttpRoute } from "../../schema/http-route";
import type { VirtualService } from "../../schema/virtual-service";

/** The http entries with their paths. */
export const eachRoute = (object: VirtualService): { route: HttpRoute; path: Path }[] =>
  (object.spec.http ?? []).map((route, i) => ({ route, path: ["spec", "http", i] }));

/** Every destination an object names (http routes and mirrors, tls, tcp) with its path. */
export function eachDestination(object: VirtualService): { destination: Destination; path: Path }[] {
  const found: { destination: Destination; path: Path }[] = [];
  for (const { route, path } of eachRoute(object)) {
    route.route?.forEach(({ destination }, i) => {
      found.push({ destination, path: [...path, "route", i, "destination"] });
    });
    if (route.mirror) found.push({ destination: route.mirror, path: [...path, "mirror"] });
    route.mirrors?.forEach(({ destination }, i) => {
      found.push({ destination, path: [...path, "mirrors", i, "destination"] });
    });
  }
  for (const layer of ["tls", "tcp"] as const) {
    object.spec[layer]?.forEach(({ route }, i) => {
      route?.forEach(({ destination }, j) => {
        found.push({ destination, path: ["spec", layer, i, "route", j, "destination"] });
      });
    });
  }
  return found;
}
