import fc from "fast-check";
import { expect, test } from "vitest";
import { binomialUpperTail, fisherGreater } from "./exact-tests";
import { logFactorial } from "./log-factorial";
import { slowerQuantile } from "./quantile-test";
import { draw, seeded } from "./testing/draws";

test("factorials join the table and the series", () => {
  expect(Math.exp(logFactorial(5))).toBeCloseTo(120, 9);
  expect(logFactorial(256) - logFactorial(255)).toBeCloseTo(Math.log(256), 10);
  expect(logFactorial(1_000_000) - logFactorial(999_999)).toBeCloseTo(Math.log(1_000_000), 6);
});

test("Fisher's tail is that of the textbook", () => {
  // Fisher's tea tasting: 3 of 4 right, one-sided p = 17/70.
  expect(fisherGreater({ bad: 3, of: 4 }, { bad: 1, of: 4 })).toBeCloseTo(17 / 70, 12);
  // 2x2 table {8, 2; 1, 5}: sum of two hypergeometric terms.
  expect(fisherGreater({ bad: 8, of: 10 }, { bad: 1, of: 6 })).toBeCloseTo(0.02447552, 7);
  expect(fisherGreater({ bad: 0, of: 100 }, { bad: 0, of: 100 })).toBe(1);
});

test("the binomial tail is that of the textbook, at both ends and for many draws", () => {
  expect(binomialUpperTail(8, 10, 0.5)).toBeCloseTo(56 / 1024, 12);
  expect(binomialUpperTail(1, 100, 0.01)).toBeCloseTo(1 - 0.99 ** 100, 12);
  expect(binomialUpperTail(0, 5, 0.3)).toBe(1);
  expect(binomialUpperTail(6, 5, 0.3)).toBe(0);
  // Normal approximation at 10 million draws: mean + 3 sd.
  const sd = Math.sqrt(1e7 * 0.01 * 0.99);
  expect(binomialUpperTail(Math.round(1e5 + 3 * sd), 1e7, 0.01)).toBeCloseTo(0.00135, 4);
});

test("tails are chances, and more failures are never less suspicious", () => {
  const count = fc.integer({ min: 1, max: 400 });
  fc.assert(
    fc.property(
      count,
      count,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (n, m, x, y) => {
        const bad = Math.floor(x * (n - 1));
        const stable = { bad: Math.floor(y * m), of: m };
        const [less, more] = [fisherGreater({ bad, of: n }, stable), fisherGreater({ bad: bad + 1, of: n }, stable)];
        expect(less).toBeGreaterThanOrEqual(more - 1e-9);
        expect(more).toBeGreaterThanOrEqual(0);
        expect(less).toBeLessThanOrEqual(1 + 1e-9);
        const rate = 0.001 + 0.99 * y;
        expect(binomialUpperTail(bad, n, rate)).toBeGreaterThanOrEqual(binomialUpperTail(bad + 1, n, rate) - 1e-9);
      },
    ),
  );
});

test("the quantile comparison keeps its level on equal sides and finds a doubled latency", () => {
  const random = seeded(11);
  let alarms = 0;
  let found = 0;
  const RUNS = 400;
  for (let i = 0; i < RUNS; i++) {
    const stable = draw(random, 600, 0, 40);
    if (slowerQuantile(0.95, draw(random, 400, 0, 40).latency, stable.latency, 1, 0.05) <= 0.05) alarms += 1;
    if (slowerQuantile(0.95, draw(random, 400, 0, 80).latency, stable.latency, 1.2, 0.05) <= 0.05) found += 1;
  }
  expect(alarms / RUNS).toBeLessThanOrEqual(0.05);
  expect(found / RUNS).toBeGreaterThan(0.95);
});
