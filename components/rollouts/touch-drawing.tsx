import { seriesColor } from "@/components/ui/series-marker";
import { figureText } from "@/lib/client/format/figure";
import { rate } from "@/lib/client/format/rate";
import type { BlastRadius } from "@/lib/model/rollout";
import { shareText } from "./shares";

const MOST_CALLERS = 5;
const ROW = 46;
const BOX = 34;
const WIDTH = 420;
const LEFT = { x: 6, width: 128 };
const RIGHT = { x: 262, width: 74 };

/** One side of the service: its share before and after. */
export interface TouchedVersion {
  name: string;
  series: number;
  before: number;
  after: number;
}

interface Box {
  y: number;
  key: string;
}

/** Callers at the left, versions at the right: solid is what flows now, dashed accent is what will get more. */
export function TouchDrawing({
  callers,
  versions,
  label,
}: {
  callers: BlastRadius["callers"];
  versions: readonly TouchedVersion[];
  label: string;
}) {
  const sorted = [...callers].sort((a, b) => b.ratePerSec - a.ratePerSec);
  const shown = sorted.slice(0, sorted.length > MOST_CALLERS ? MOST_CALLERS - 1 : MOST_CALLERS);
  const rest = sorted.slice(shown.length);
  const names = [
    ...shown.map((one) => ({ key: `${one.namespace}/${one.name}`, name: one.name, ratePerSec: one.ratePerSec })),
    ...(rest.length > 0
      ? [{ key: "rest", name: `${rest.length} more`, ratePerSec: rest.reduce((sum, one) => sum + one.ratePerSec, 0) }]
      : []),
  ];
  if (names.length === 0) names.push({ key: "none", name: "nobody seen", ratePerSec: 0 });
  const rows = Math.max(names.length, versions.length);
  const height = rows * ROW + 8;
  const place = (count: number, i: number): number => (height - count * ROW) / 2 + i * ROW + ROW / 2;
  const left: Box[] = names.map(({ key }, i) => ({ key, y: place(names.length, i) }));
  const right: Box[] = versions.map(({ name }, i) => ({ key: name, y: place(versions.length, i) }));
  const most = Math.max(...names.map((one) => one.ratePerSec), 0.001);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${height}`} width="100%" role="img" aria-label={label} className="block max-h-72">
      {left.map((from, i) =>
        right.map((to, j) => {
          const version = versions[j];
          const caller = names[i];
          if (!version || !caller || caller.ratePerSec === 0) return null;
          const grows = version.after > version.before;
          if (!grows && version.before === 0) return null;
          const share = Math.max(version.before, version.after) / 100;
          const width = 1 + 3 * Math.sqrt((caller.ratePerSec / most) * share);
          return (
            <path
              key={`${from.key} ${to.key}`}
              d={`M${LEFT.x + LEFT.width} ${from.y}C${LEFT.x + LEFT.width + 64} ${from.y} ${RIGHT.x - 64} ${to.y} ${RIGHT.x} ${to.y}`}
              fill="none"
              stroke={grows ? "var(--accent)" : "var(--edge)"}
              strokeWidth={width}
              strokeDasharray={grows ? "5 3" : undefined}
            />
          );
        }),
      )}
      {names.map(({ key, name, ratePerSec }, i) => (
        <CallerBox key={key} y={left[i]?.y ?? 0} name={name} ratePerSec={ratePerSec} />
      ))}
      {versions.map((version, i) => (
        <VersionBox key={version.name} y={right[i]?.y ?? 0} version={version} />
      ))}
    </svg>
  );
}

function CallerBox({ y, name, ratePerSec }: { y: number; name: string; ratePerSec: number }) {
  const short = name.length > 18 ? `${name.slice(0, 17)}…` : name;
  return (
    <g>
      <rect
        x={LEFT.x}
        y={y - BOX / 2}
        width={LEFT.width}
        height={BOX}
        rx="8"
        fill="var(--surface-2)"
        stroke={ratePerSec > 0 ? "var(--healthy-mark)" : "var(--idle-mark)"}
        strokeWidth="1.5"
      />
      <text
        x={LEFT.x + LEFT.width / 2}
        y={y - 2}
        textAnchor="middle"
        fill="var(--text-1)"
        className="text-xs font-medium"
      >
        {short}
      </text>
      <text x={LEFT.x + LEFT.width / 2} y={y + 11} textAnchor="middle" fill="var(--text-3)" className="text-2xs">
        {ratePerSec > 0 ? figureText(rate(ratePerSec)) : "no requests"}
      </text>
    </g>
  );
}

function VersionBox({ y, version }: { y: number; version: TouchedVersion }) {
  const { name, series, before, after } = version;
  const grows = after > before;
  const short = name.length > 8 ? `${name.slice(0, 7)}…` : name;
  return (
    <g>
      <rect
        x={RIGHT.x}
        y={y - 16}
        width={RIGHT.width}
        height={32}
        rx="8"
        fill={grows ? "var(--accent-bg)" : "var(--surface-2)"}
        stroke={grows ? "var(--accent)" : "var(--healthy-mark)"}
        strokeWidth="1.5"
        strokeDasharray={grows ? "4 3" : undefined}
      />
      <rect x={RIGHT.x + 12} y={y - 5} width="10" height="10" rx="3" fill={seriesColor(series)} />
      <text x={RIGHT.x + 28} y={y + 4} fill="var(--text-1)" className="text-xs font-medium">
        {short}
      </text>
      <text x={RIGHT.x + RIGHT.width + 10} y={y + 4} fill="var(--text-2)" className="text-xs font-medium">
        {before === after ? `${shareText(before)}%` : `${shareText(before)} → `}
        {before === after ? null : (
          <tspan fill={grows ? "var(--accent)" : "var(--text-1)"} fontWeight="600">
            {shareText(after)}%
          </tspan>
        )}
      </text>
    </g>
  );
}
