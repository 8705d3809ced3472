import { resolveHost } from "../../../policy/resolve-host";
import { isIpLiteral } from "../host-port";
import type { TranslateContext } from "./context";

/**
 * The host a proxy's own settings mean (TCP upstreams, a gateway's default route). `a.b` is service a of namespace b unless a
 * ServiceEntry has just that host: settings must mean the same before and after the service joins.
 */
export function serviceHost(ctx: TranslateContext, written: string): string {
  const host = written.toLowerCase();
  if (ctx.services.has(host) || isIpLiteral(host)) return host;
  const parts = host.split(".");
  if (parts.length === 2) return `${host}.svc.cluster.local`;
  return resolveHost(host, ctx.scope.namespace, ctx.namespaces);
}
