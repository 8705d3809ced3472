const cache = new WeakMap<object, ReadonlySet<string>>();

/** The clusters a route table sends requests or copies to. Computed once per table. */
export function referencedClusters(routeTable: Record<string, unknown>): ReadonlySet<string> {
  const known = cache.get(routeTable);
  if (known) return known;
  const found = new Set<string>();
  for (const host of list(routeTable.virtual_hosts)) {
    for (const { route } of list(host.routes)) {
      const action = record(route);
      if (typeof action.cluster === "string") found.add(action.cluster);
      for (const { name } of list(record(action.weighted_clusters).clusters)) found.add(String(name));
      for (const { cluster } of list(action.request_mirror_policies)) found.add(String(cluster));
    }
  }
  cache.set(routeTable, found);
  return found;
}

function record(value: unknown): Record<string, unknown> {
  return (value ?? {}) as Record<string, unknown>;
}

function list(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value : [];
}
