import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apportion, rebalance } from "./rebalance";

const sum = (weights: readonly number[]) => weights.reduce((acc, weight) => acc + weight, 0);

describe("rebalance", () => {
  it("moves the unlocked others in proportion", () => {
    expect(rebalance([60, 30, 10], 0, 70)).toEqual([70, 23, 7]);
    expect(rebalance([60, 30, 10], 2, 0, [false, true, false])).toEqual([70, 30, 0]);
    expect(rebalance([100, 0, 0], 0, 90)).toEqual([90, 5, 5]);
  });

  it("cuts to what locks leave, and stays when nothing else may move", () => {
    expect(rebalance([60, 30, 10], 0, 100, [false, true, false])).toEqual([70, 30, 0]);
    expect(rebalance([60, 30, 10], 0, 90, [false, true, true])).toEqual([60, 30, 10]);
    expect(rebalance([100], 0, 40)).toEqual([100]);
  });

  it("keeps whole numbers that add up to 100, and locked ones as they are", () => {
    const input = fc.integer({ min: 2, max: 8 }).chain((n) =>
      fc.record({
        parts: fc.array(fc.nat(50), { minLength: n, maxLength: n }).map((parts) => apportion(parts, 100)),
        moved: fc.nat(n - 1),
        value: fc.double({ min: -20, max: 150, noNaN: true }),
        locked: fc.array(fc.boolean(), { minLength: n, maxLength: n }),
      }),
    );
    fc.assert(
      fc.property(input, ({ parts, moved, value, locked }) => {
        const next = rebalance(parts, moved, value, locked);
        expect(sum(next)).toBe(100);
        expect(next.every((weight) => Number.isInteger(weight) && weight >= 0)).toBe(true);
        next.forEach((weight, i) => {
          if (locked[i] && i !== moved) expect(weight).toBe(parts[i]);
        });
      }),
    );
  });
});
