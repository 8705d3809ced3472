import type { Change } from "@/lib/model/change";

/** Marks nearer to each other than this part of the window become one, or their names would cover each other. */
const NEAREST = 0.22;
/** In this last part a name stands left of its line, towards the name before it: both need their room between the two lines. */
const TURNED = 0.2;

/** Where a chart marks changes: inside its window, close ones together under one name. */
export function changeMarks(
  changes: readonly Change[],
  { fromMs, toMs }: { fromMs: number; toMs: number },
): { atMs: number; words: string }[] {
  const inside = changes
    .map(({ createdAt, number }) => ({ atMs: Date.parse(createdAt), number }))
    .filter(({ atMs }) => atMs >= fromMs && atMs <= toMs)
    .sort((a, b) => a.atMs - b.atMs);
  const groups: { atMs: number; first: number; last: number }[] = [];
  for (const { atMs, number } of inside) {
    const open = groups.at(-1);
    const room = (toMs - fromMs) * (atMs > toMs - (toMs - fromMs) * TURNED ? 2 * NEAREST : NEAREST);
    if (open && atMs - open.atMs < room) open.last = number;
    else groups.push({ atMs, first: number, last: number });
  }
  return groups.map(({ atMs, first, last }) => ({
    atMs,
    words: first === last ? `Change ${first}` : `${first}–${last}`,
  }));
}
