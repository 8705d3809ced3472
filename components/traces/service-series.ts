const MOST = 8;

/**
 * A series (1-8) for each service: the eight heaviest have one, in the order of their names, so that a colour stays while
 * figures change; the rest share grey (9).
 */
export function serviceSeries(weights: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const heaviest = [...weights]
    .sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
    .slice(0, MOST)
    .map(([name]) => name)
    .sort();
  const series = new Map<string, number>();
  for (const name of weights.keys()) series.set(name, heaviest.indexOf(name) + 1 || MOST + 1);
  return series;
}
