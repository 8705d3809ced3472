import { type Document, isAlias, isNode, visit } from "yaml";
import { parseObject } from "../parse-object";
import type { HttpRoute } from "../schema/http-route";
import type { VirtualService } from "../schema/virtual-service";
import type { SplitIntent } from "./split-intent";
import { type SplitRoute, splitRoute } from "./split-route";

/**
 * A VirtualService as the form sees it. `kept`: what it holds beyond rules and weights, named, and left alone by every edit.
 * `problem`: why the form cannot edit it (then YAML can); null when it can.
 */
export interface SplitReading {
  intent: SplitIntent;
  kept: string[];
  problem: string | null;
}

/** One http entry with what it is to the form. */
export interface ReadRoute {
  at: number;
  route: HttpRoute;
  is: SplitRoute;
}

/** Reads the split of the service `fqdn` out of a VirtualService text. Never throws: an unreadable text is a `problem`. */
export function readSplit(yaml: string, fqdn: string): SplitReading {
  const { object, key, document } = parseObject(yaml);
  const intent: SplitIntent = { rules: [], weights: [] };
  if (!object || !key || object.kind !== "VirtualService") {
    return {
      intent,
      kept: [],
      problem: "The text is not a VirtualService that can be read; correct it as YAML first.",
    };
  }
  if (document && hasAnchors(document)) {
    return { intent, kept: [], problem: "The text uses anchors and aliases (&name, *name); edit it as YAML." };
  }
  const routes = readRoutes(object, fqdn, key.namespace);
  const last = weightsRoute(routes);
  const before = last ? routes.filter((one) => one.at < last.at) : routes;
  for (const { is } of before) if (is.kind === "rule") intent.rules.push(is.rule);
  if (last?.is.kind === "weights") intent.weights = last.is.weights;
  return { intent, kept: keptOf(object, routes, last), problem: problemOf(routes, last) };
}

/** Every http entry with what it is. */
export const readRoutes = (object: VirtualService, fqdn: string, namespace: string): ReadRoute[] =>
  (object.spec.http ?? []).map((route, at) => ({ at, route, is: splitRoute(route, at, fqdn, namespace) }));

/** The entry that takes everyone else: the first without a match. Entries after it are never tried. */
export const weightsRoute = (routes: readonly ReadRoute[]): ReadRoute | undefined =>
  routes.find(
    ({ route }) =>
      !route.match?.length || route.match.some((match) => Object.keys(match).every((key) => key === "name")),
  );

function problemOf(routes: readonly ReadRoute[], last: ReadRoute | undefined): string | null {
  if (!last && routes.length > 0 && routes.every(({ is }) => is.kind === "other")) return null;
  if (last?.is.kind !== "other") return null;
  return `The last ${last.is.words} does more than split this service's traffic by version; edit it as YAML.`;
}

function keptOf(object: VirtualService, routes: readonly ReadRoute[], last: ReadRoute | undefined): string[] {
  const kept: string[] = [];
  for (const { is } of routes) if (is.kind === "other" && is !== last?.is) kept.push(is.words);
  const route = last?.route;
  if (route?.timeout) kept.push(`timeout ${route.timeout}`);
  if (route?.retries?.attempts !== undefined) kept.push(`${route.retries.attempts} retries`);
  if (route?.fault) kept.push("fault");
  if (route?.mirror || route?.mirrors?.length) kept.push("mirror");
  if (route?.rewrite) kept.push("rewrite");
  if (route?.headers) kept.push("header changes");
  if (route?.corsPolicy) kept.push("CORS policy");
  if (object.spec.gateways?.some((gateway) => gateway !== "mesh")) kept.push("gateways");
  if (object.spec.tls?.length) kept.push("tls routes");
  if (object.spec.tcp?.length) kept.push("tcp routes");
  return kept;
}

/** Whether any node carries an anchor or is an alias: then a change in one place may be one in others. */
function hasAnchors(document: Document): boolean {
  let found = false;
  visit(document, {
    Node(_, node) {
      if (isAlias(node) || (isNode(node) && "anchor" in node && node.anchor !== undefined)) found = true;
      return found ? visit.BREAK : undefined;
    },
  });
  return found;
}
