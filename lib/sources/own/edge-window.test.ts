import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EDGE_TABLES, splitWindow } from "./edge-window";

const now = 1_795_000_000_000;
const step = (name: string) => EDGE_TABLES.find((table) => table.name === name)?.stepSec ?? Number.NaN;

describe("splitWindow", () => {
  it("takes whole minutes and hours from the coarser tables", () => {
    const from = Math.floor(now / 3_600_000) * 3_600_000 - 2 * 3_600_000 - 125_000;
    const { parts } = splitWindow(from, from + 3_600_000 + 250_000, now);
    expect(parts.map((part) => [part.table, part.toSec - part.fromSec])).toEqual([
      ["edges_5s", 5],
      ["edges_1m", 120],
      ["edges_1h", 3600],
      ["edges_1m", 120],
      ["edges_5s", 5],
    ]);
  });

  it("covers the aligned window without gap or overlap, each part on the grid of its table", () => {
    const age = fc.integer({ min: 0, max: 40 * 86_400_000 });
    const length = fc.integer({ min: 0, max: 30 * 86_400_000 });
    fc.assert(
      fc.property(age, length, (ageMs, lengthMs) => {
        const fromMs = now - ageMs - lengthMs;
        const { fromSec, toSec, parts } = splitWindow(fromMs, now - ageMs, now);
        let at = fromSec;
        for (const part of parts) {
          expect(part.fromSec).toBe(at);
          expect(part.toSec).toBeGreaterThan(part.fromSec);
          expect(part.fromSec % step(part.table)).toBe(0);
          expect(part.toSec % step(part.table)).toBe(0);
          at = part.toSec;
        }
        expect(at).toBe(toSec);
        expect(parts.length).toBeLessThanOrEqual(5);
        expect(fromSec * 1000).toBeLessThanOrEqual(fromMs);
        expect(fromMs - fromSec * 1000).toBeLessThan(3_600_000);
      }),
    );
  });
});
