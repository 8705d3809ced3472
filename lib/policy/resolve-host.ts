/** The part after `svc.` in the names of services inside the mesh. */
export const MESH_DOMAIN = "cluster.local";

/**
 * The fully qualified host a short one means for an object of `namespace`: `a` -> a.<ns>.svc.cluster.local; `a.b` only when `b` is a
 * namespace known to hold services; everything else is taken as written. Source: Istio, ResolveShortnameToFQDN; Kiali, GetHost.
 */
export function resolveHost(host: string, namespace: string, namespaces: ReadonlySet<string> = new Set()): string {
  const lower = host.toLowerCase();
  if (lower.startsWith("*")) return lower;
  const [name, second, third, ...rest] = lower.split(".");
  if (second === undefined) return `${name}.${namespace}.svc.${MESH_DOMAIN}`;
  if (third === undefined && (second === namespace || namespaces.has(second))) {
    return `${name}.${second}.svc.${MESH_DOMAIN}`;
  }
  if (third === "svc" && rest.length === 0) return `${name}.${second}.svc.${MESH_DOMAIN}`;
  return lower;
}
