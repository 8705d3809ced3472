/**
 * Distance of each node from where traffic starts: 0 for what nobody calls, else one more than its nearest caller.
 * Rings that nobody enters start at their first node. O(nodes + edges).
 */
export function callRanks(
  ids: readonly string[],
  edges: readonly { source: string; target: string }[],
): Map<string, number> {
  const next = new Map<string, string[]>(ids.map((id) => [id, []]));
  const called = new Set<string>();
  for (const { source, target } of edges) {
    if (source === target || !next.has(target)) continue;
    const list = next.get(source);
    if (!list) continue;
    list.push(target);
    called.add(target);
  }
  const ranks = new Map<string, number>();
  const walk = (starts: readonly string[]) => {
    let ring = [...starts];
    for (let rank = 0; ring.length > 0; rank++) {
      for (const id of ring) ranks.set(id, rank);
      const after = ring.flatMap((id) => next.get(id) ?? []);
      ring = [...new Set(after)].filter((id) => !ranks.has(id));
    }
  };
  walk(ids.filter((id) => !called.has(id)));
  for (const id of ids) if (!ranks.has(id)) walk([id]);
  return ranks;
}
