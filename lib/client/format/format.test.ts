import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytes } from "./bytes";
import { duration, milliseconds, tick } from "./duration";
import { figureText } from "./figure";
import { percent } from "./percent";
import { rate } from "./rate";
import { count, significant } from "./significant";
import { age, clockMinutesOn, clockOn, relativeTime } from "./time";

const text = figureText;
const gap = "\u00a0";

describe("figures", () => {
  it("keeps three significant figures", () => {
    expect([16.06, 2.309, 0.98, 214.2, 48, 0, 0.054].map(significant)).toEqual([
      "16.1",
      "2.31",
      "0.98",
      "214",
      "48.0",
      "0",
      "0.054",
    ]);
  });

  it("never shows more than four digits below a thousand, and stays near the value", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 999, noNaN: true }), (value) => {
        const shown = significant(value);
        expect(shown.replace(/[^\d]/g, "").replace(/^0+/, "").length).toBeLessThanOrEqual(4);
        expect(Math.abs(Number(shown) - value)).toBeLessThanOrEqual(value * 0.051);
      }),
    );
  });

  it("shows a rate, and never 0 when something passed", () => {
    expect(text(rate(16.06))).toBe(`16.1${gap}/s`);
    expect(text(rate(0.004))).toBe(`< 0.01${gap}/s`);
    expect(text(rate(12_345))).toBe(`12.3k${gap}/s`);
    expect(text(rate(0))).toBe(`0${gap}/s`);
  });

  it("shows 0 % only for none and 100 % only for all", () => {
    expect(percent(0).value).toBe("0");
    expect(percent(0.00004).value).toBe("< 0.1");
    expect(percent(0.084).value).toBe("8.4");
    expect(percent(0.5).value).toBe("50");
    expect(percent(0.99995).value).toBe("> 99.9");
    expect(percent(1).value).toBe("100");
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }), (ratio) => {
        expect(["0", "100"]).not.toContain(percent(ratio).value);
      }),
    );
  });

  it("picks the unit of a duration", () => {
    expect(text(duration(0.25))).toBe(`250${gap}µs`);
    expect(text(duration(44.3))).toBe(`44${gap}ms`);
    expect(text(duration(2.34))).toBe(`2.3${gap}ms`);
    expect(text(duration(2309))).toBe(`2.31${gap}s`);
    expect(text(duration(185_000))).toBe(`3 min 5${gap}s`);
    expect([text(tick(2000)), text(tick(1500)), text(tick(500)), text(tick(900_000))]).toEqual([
      `2${gap}s`,
      `1.5${gap}s`,
      `500${gap}ms`,
      `15${gap}min`,
    ]);
    expect(milliseconds(3012.4)).toBe("3,012");
    expect(milliseconds(0.55)).toBe("0.6");
  });

  it("shows bytes in decimal units", () => {
    expect(text(bytes(840))).toBe(`840${gap}B`);
    expect(text(bytes(2_104_000, true))).toBe(`2.10${gap}MB/s`);
    expect(count(1340)).toBe("1,340");
  });
});

describe("times", () => {
  const now = Date.UTC(2026, 4, 14, 12, 0, 0);

  it("is relative under an hour", () => {
    expect(relativeTime(now - 46_000, now)).toBe("46 s ago");
    expect(relativeTime(now - 11 * 60_000, now)).toBe("11 min ago");
    expect(relativeTime(now - 3 * 86_400_000, now)).toContain("11 May");
  });

  it("says the day of a clock that is not today's", () => {
    expect(clockOn(now + 60_000, now)).not.toContain("May");
    expect(clockOn(now + 2 * 86_400_000, now)).toContain("16 May, ");
    expect(clockMinutesOn(now - 60_000, now)).not.toContain("May");
    expect(clockMinutesOn(now - 86_400_000, now)).toContain("13 May ");
  });

  it("says an age in one unit", () => {
    expect([46_000, 12 * 60_000, 3 * 3_600_000, 3 * 86_400_000].map(age)).toEqual(["46 s", "12 min", "3 h", "3 days"]);
  });
});
