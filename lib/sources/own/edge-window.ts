/** The tables that hold edge traffic, finest first: seconds a row covers, and for how long rows are kept. */
export interface EdgeTable {
  name: "edges_5s" | "edges_1m" | "edges_1h";
  stepSec: number;
  keptSec: number;
}

const HOUR = 3600;
/** Kept times as in lib/store/telemetry/schema.ts, less an hour, since rows go by whole partitions. */
export const EDGE_TABLES: readonly [EdgeTable, EdgeTable, EdgeTable] = [
  { name: "edges_5s", stepSec: 5, keptSec: 23 * HOUR },
  { name: "edges_1m", stepSec: 60, keptSec: 6 * 24 * HOUR },
  { name: "edges_1h", stepSec: HOUR, keptSec: Number.POSITIVE_INFINITY },
];

/** A part of a window and the table it is read from; seconds since the epoch, end exclusive. */
export interface WindowPart {
  table: EdgeTable["name"];
  fromSec: number;
  toSec: number;
}

/** The finest table that still holds everything since `fromSec`. */
export function finestTable(fromSec: number, nowSec: number): EdgeTable {
  return EDGE_TABLES.find((table) => fromSec >= nowSec - table.keptSec) ?? EDGE_TABLES[2];
}

/**
 * Splits a window so that its interior comes from the coarsest table that fits and its ends from finer ones. The window is first
 * aligned down to the step of the finest table that still holds it, and is at least one step long. The parts do not overlap and
 * cover the window exactly, so sums over them are exact.
 */
export function splitWindow(fromMs: number, toMs: number, nowMs: number) {
  const { stepSec } = finestTable(Math.floor(fromMs / 1000), Math.floor(nowMs / 1000));
  const fromSec = floorTo(fromMs / 1000, stepSec);
  const toSec = Math.max(floorTo(toMs / 1000, stepSec), fromSec + stepSec);
  const tables = EDGE_TABLES.filter((table) => table.stepSec >= stepSec).reverse();
  return { fromSec, toSec, parts: cover(fromSec, toSec, tables) };
}

function cover(fromSec: number, toSec: number, tables: readonly EdgeTable[]): WindowPart[] {
  const [coarsest, ...finer] = tables;
  if (!coarsest || fromSec >= toSec) return [];
  if (finer.length === 0) return [{ table: coarsest.name, fromSec, toSec }];
  const from = Math.ceil(fromSec / coarsest.stepSec) * coarsest.stepSec;
  const to = floorTo(toSec, coarsest.stepSec);
  if (from >= to) return cover(fromSec, toSec, finer);
  return [
    ...cover(fromSec, from, finer),
    { table: coarsest.name, fromSec: from, toSec: to },
    ...cover(to, toSec, finer),
  ];
}

function floorTo(value: number, step: number): number {
  return Math.floor(value / step) * step;
}
