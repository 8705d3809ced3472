import { expect, test } from "vitest";
import { countFailure, restartDelayMs } from "./restart-delay";

test("waits longer after each failure in a row, up to a limit", () => {
  const delays = [1, 2, 3, 4, 20].map(restartDelayMs);
  expect(delays).toEqual([250, 500, 1000, 2000, 15_000]);
});

test("a process that ran for a minute starts afresh", () => {
  expect(countFailure(5, 59_000)).toBe(6);
  expect(countFailure(5, 60_000)).toBe(1);
});
