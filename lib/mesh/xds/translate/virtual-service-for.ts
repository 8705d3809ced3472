import { resolveHost } from "../../../policy/resolve-host";
import { visibleIn } from "../registry/mesh-service";
import { type StoredVirtualService, type TranslateContext, unsupported } from "./context";
import { covers, specificity } from "./destination-rule-for";

/** VirtualServices that a proxy of the scope sees at these gateways, with their hosts resolved, oldest (by name) first. */
export interface Candidate {
  object: StoredVirtualService;
  hosts: string[];
}

/** The VirtualServices visible in the scope and bound to one of `gateways` ("mesh": proxies; also when none is written). */
export function candidates(ctx: TranslateContext, gateways: readonly string[]): Candidate[] {
  const { namespace } = ctx.scope;
  return ctx.virtualServices
    .filter(
      ({ key, spec }) =>
        visibleIn(namespace, key.namespace, spec.exportTo) && bound(spec.gateways, key.namespace, gateways),
    )
    .map((object) => ({
      object,
      hosts: object.spec.hosts.map((host) => resolveHost(host, object.key.namespace, ctx.namespaces)),
    }));
}

function bound(written: readonly string[] | undefined, namespace: string, gateways: readonly string[]): boolean {
  const names = written?.length ? written : ["mesh"];
  return names.some((name) => gateways.includes(name) || gateways.includes(`${namespace}/${name}`));
}

/**
 * The one VirtualService of a host: the most specific of its hosts wins, then the first by name; later ones for the very
 * same host are not used at all (Istio's IST0109), which is reported.
 */
export function virtualServiceFor(
  ctx: TranslateContext,
  all: readonly Candidate[],
  host: string,
): StoredVirtualService | undefined {
  let best: { object: StoredVirtualService; pattern: string } | undefined;
  for (const { object, hosts } of all) {
    for (const [i, pattern] of hosts.entries()) {
      if (!covers(pattern, host)) continue;
      if (best && best.object !== object && best.pattern === pattern) {
        const { namespace, name } = best.object.key;
        const place = { ctx, kind: "VirtualService", key: object.key, path: `spec.hosts[${i}]` } as const;
        unsupported(
          place,
          `${pattern} is routed by VirtualService ${namespace}/${name} already; this one is not used for it.`,
        );
      } else if (!best || specificity(pattern) > specificity(best.pattern)) best = { object, pattern };
    }
  }
  return best?.object;
}
