import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { durationParam, parseDurationParam } from "./duration-param";
import { parseAsMoment } from "./scope-params";
import { parseTimeRange, shiftWindow } from "./time-range";

const now = new Date(2026, 4, 14, 12, 0, 0).getTime();
const at = (h: number, m = 0, day = 14) => new Date(2026, 4, day, h, m).getTime();
const parse = (text: string) => parseTimeRange(text, now, 600);
const window = (text: string) => {
  const parsed = parse(text);
  return parsed.ok ? parsed.window : parsed.message;
};

describe("typed time", () => {
  it("takes lengths", () => {
    for (const text of ["15m", "last 15m", "15 min", "15 minutes", "last 15 minutes", " 15M "]) {
      expect(window(text)).toEqual({ durationSec: 900, atMs: null });
    }
    expect(window("now-2h")).toEqual({ durationSec: 7200, atMs: null });
  });

  it("takes relative ranges", () => {
    expect(window("now-2h to now-1h")).toEqual({ durationSec: 3600, atMs: now - 3_600_000 });
    expect(window("now-1h to now")).toEqual({ durationSec: 3600, atMs: null });
  });

  it("takes clock times, of yesterday when still to come", () => {
    expect(window("10:00 to 10:30")).toEqual({ durationSec: 1800, atMs: at(10, 30) });
    expect(window("23:00 to 23:30")).toEqual({ durationSec: 1800, atMs: at(23, 30, 13) });
    expect(window("10:15")).toEqual({ durationSec: 600, atMs: at(10, 15) });
  });

  it("takes dates", () => {
    expect(window("2026-05-13 10:00 to 11:00")).toEqual({ durationSec: 3600, atMs: at(11, 0, 13) });
    expect(window("13 May 10:00 to 13 May 11:00")).toEqual({ durationSec: 3600, atMs: at(11, 0, 13) });
    expect(window("2026-05-13T10:00:00Z to 2026-05-13T10:05:00Z")).toEqual({
      durationSec: 300,
      atMs: Date.UTC(2026, 4, 13, 10, 5),
    });
  });

  it("says what is wrong and gives an example", () => {
    for (const text of ["", "soon", "25:00 to 26:00", "a to b to c", "99"]) {
      const parsed = parse(text);
      expect(parsed.ok).toBe(false);
      if (!parsed.ok) expect(parsed.message).toContain("Try 15m");
    }
    expect(window("11:00 to 10:00")).toBe("The end is not after the start.");
    expect(window("2027-01-01 10:00")).toBe("That is still to come.");
  });

  it("never throws, whatever is typed", () => {
    fc.assert(fc.property(fc.string(), (text) => typeof parse(text).ok === "boolean"));
  });
});

describe("window", () => {
  it("moves by its length and becomes live at the present", () => {
    expect(shiftWindow({ durationSec: 600, atMs: null }, -1, now)).toEqual({ durationSec: 600, atMs: now - 600_000 });
    expect(shiftWindow({ durationSec: 600, atMs: now - 600_000 }, 1, now)).toEqual({ durationSec: 600, atMs: null });
  });

  it("goes into the URL and back", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 900_000 }), (sec) => {
        expect(parseDurationParam(durationParam(sec))).toBe(sec);
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1_000_000_000, max: 2_000_000_000 }), (sec) => {
        expect(parseAsMoment.parse(parseAsMoment.serialize(sec * 1000))).toBe(sec * 1000);
        expect(parseAsMoment.parse(String(sec))).toBe(sec * 1000);
      }),
    );
  });
});
