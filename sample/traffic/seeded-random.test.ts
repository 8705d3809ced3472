import fc from "fast-check";
import { expect, test } from "vitest";
import { logNormal, pickWeighted, seededRandom, seedOf } from "./seeded-random";

test("numbers stay in [0, 1) and do not favour a side", () => {
  const random = seededRandom(42);
  const numbers = Array.from({ length: 10_000 }, random);
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...numbers)).toBeLessThan(1);
  expect(numbers.reduce((a, b) => a + b, 0) / numbers.length).toBeCloseTo(0.5, 1);
});

test("a choice of weight 0 is never taken", () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const choices = [
        { value: "never", weight: 0 },
        { value: "always", weight: 1 },
        { value: "nor this", weight: 0 },
      ];
      expect(pickWeighted(seededRandom(seed), choices)).toBe("always");
    }),
  );
});

test("half of the log-normal samples lie below the median, and all above zero", () => {
  const random = seededRandom(seedOf("reviews-v3"));
  const samples = Array.from({ length: 10_000 }, () => logNormal(random, 40, 0.6));
  expect(samples.filter((sample) => sample < 40).length / samples.length).toBeCloseTo(0.5, 1);
  expect(Math.min(...samples)).toBeGreaterThan(0);
  expect(logNormal(random, 40, 0)).toBe(40);
});
