const TILES = [
  [12, 48],
  [32, 48],
  [54, 22],
  [54, 48],
  [54, 74],
  [76, 34],
  [76, 62],
] as const;

/** The graph's shape while it loads: shown when the wait is longer than a moment. */
export function GraphSkeleton() {
  return (
    <div
      role="status"
      aria-label="Loading the graph"
      className="relative min-h-0 flex-1 animate-late overflow-hidden bg-surface-0"
    >
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" className="absolute inset-0 size-full" aria-hidden="true">
        {TILES.slice(1).map(([x, y], i) => {
          const [fx, fy] = TILES[i === 0 ? 0 : i <= 3 ? 1 : i === 4 ? 3 : 4] ?? [0, 0];
          return (
            <path
              key={`${x}-${y}`}
              d={`M${fx} ${fy}C${(fx + x) / 2} ${fy} ${(fx + x) / 2} ${y} ${x} ${y}`}
              fill="none"
              stroke="var(--surface-3)"
              strokeWidth="1.5"
              vectorEffect="non-scaling-stroke"
            />
          );
        })}
      </svg>
      {TILES.map(([x, y]) => (
        <span
          key={`${x}-${y}`}
          className="absolute size-11 -translate-x-1/2 -translate-y-1/2 rounded-[12px] border border-border-2 bg-surface-2"
          style={{ left: `${x}%`, top: `${y}%` }}
        />
      ))}
    </div>
  );
}
