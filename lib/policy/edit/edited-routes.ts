import { parseObject } from "../parse-object";
import type { VirtualService } from "../schema/virtual-service";
import { type ReadRoute, readRoutes } from "./read-split";

/** The service whose traffic is split. */
export interface SplitService {
  namespace: string;
  name: string;
  host: string;
}

/** The http entries of a text that is known to be a VirtualService. */
export function routesOf(text: string, host: string): { routes: ReadRoute[]; object: VirtualService } {
  const { object, key } = parseObject(text);
  if (object?.kind !== "VirtualService" || !key) throw new Error("an edit left no VirtualService");
  return { routes: readRoutes(object, host, key.namespace), object };
}

/** How the object writes the service's host: as its routes do, else as its hosts do. */
export function hostText(routes: readonly ReadRoute[], object: VirtualService, service: SplitService): string {
  const rule = routes.find(({ is }) => is.kind === "rule" || is.kind === "weights" || is.kind === "plain");
  return (
    rule?.route.route?.[0]?.destination.host ?? object.spec.hosts.find((host) => !host.startsWith("*")) ?? service.name
  );
}
