import { expect, test } from "vitest";
import { prepareTransport } from "./prepare-transport";

const MIN = 60_000;
const window = { fromMs: 0, toMs: 35 * MIN };
const point = (atMs: number, mutual: number, plain: number, callers = 1) => ({ atMs, mutual, plain, callers });

test("shares are percent of what is told, steps without traffic are gaps, the last one still fills", () => {
  const { rows } = prepareTransport(
    { stepSec: 600, points: [point(0, 90, 30), point(20 * MIN, 0, 0, 0), point(30 * MIN, 0, 300)] },
    window,
  );
  expect(rows).toEqual([
    { atMs: 0, partial: false, share: 75, plainPerSec: 0.05, callers: 1 },
    { atMs: 10 * MIN, partial: false, share: null, plainPerSec: null, callers: null },
    { atMs: 20 * MIN, partial: false, share: null, plainPerSec: 0, callers: 0 },
    { atMs: 30 * MIN, partial: true, share: 0, plainPerSec: 1, callers: 1 },
  ]);
});
