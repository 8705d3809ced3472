import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { FreezeWindow } from "../../model/freeze-window";
import { freezeEnd, holdsAt } from "./freeze-end";

type When = FreezeWindow["when"];
const at = (text: string) => Date.parse(text);
const weekly = (days: number[], from: string, to: string, timeZone = "UTC"): When => {
  const minute = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
  return { kind: "weekly", days, fromMinute: minute(from), toMinute: minute(to), timeZone };
};
const once = (from: string, to: string): When => ({ kind: "once", from, to });
const endOf = (whens: When[], now: string) => {
  const end = freezeEnd(
    whens.map((when) => ({ when })),
    at(now),
  );
  return end && new Date(end.atMs).toISOString();
};
const [SAT, SUN, MON] = [6, 0, 1];
const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];

describe("freezeEnd", () => {
  it("is the end of a single window", () => {
    expect(endOf([once("2026-12-24T00:00:00Z", "2026-12-27T06:30:00Z")], "2026-12-25T10:00:00Z")).toBe(
      "2026-12-27T06:30:00.000Z",
    );
  });

  it("is the next end of a weekly window in its own zone, over midnight too", () => {
    const friday = weekly([5], "16:00", "08:00", "America/New_York");
    expect(endOf([friday], "2026-11-27T21:00:30Z")).toBe("2026-11-28T13:00:00.000Z");
    expect(endOf([friday], "2026-11-28T12:59:59Z")).toBe("2026-11-28T13:00:00.000Z");
    expect(endOf([weekly([5], "00:00", "24:00")], "2026-11-27T00:00:00Z")).toBe("2026-11-28T00:00:00.000Z");
  });

  it("follows the zone's clock when it is put back or forward meanwhile", () => {
    const night = weekly([SAT], "20:00", "08:00", "Europe/Berlin");
    expect(endOf([night], "2026-10-24T20:00:00Z")).toBe("2026-10-25T07:00:00.000Z");
    expect(endOf([night], "2026-03-28T20:00:00Z")).toBe("2026-03-29T06:00:00.000Z");
    // 02:30 does not come on that night: it is over when the clock goes from 02:00 to 03:00.
    expect(endOf([weekly([SAT], "20:00", "02:30", "Europe/Berlin")], "2026-03-28T20:00:00Z")).toBe(
      "2026-03-29T01:00:00.000Z",
    );
  });

  it("is the last one's end where several overlap or follow each other", () => {
    const chain = [
      weekly([SAT, SUN], "00:00", "24:00"),
      weekly([MON], "00:00", "09:00"),
      once("2026-11-30T08:00:00Z", "2026-11-30T12:00:00Z"),
      once("2026-12-05T00:00:00Z", "2026-12-06T00:00:00Z"),
    ];
    expect(endOf(chain, "2026-11-28T10:00:00Z")).toBe("2026-11-30T12:00:00.000Z");
  });

  it("is none where they leave no gap, and the far end of a long single one", () => {
    expect(endOf([weekly(EVERY_DAY, "00:00", "24:00")], "2026-11-28T10:00:00Z")).toBeNull();
    expect(endOf([weekly(EVERY_DAY, "09:00", "09:00", "Asia/Kolkata")], "2026-11-28T10:00:00Z")).toBeNull();
    expect(endOf([weekly(EVERY_DAY, "00:00", "24:00", "Europe/Berlin")], "2026-10-24T23:00:00Z")).toBeNull();
    expect(endOf([weekly(EVERY_DAY, "12:00", "12:00", "America/New_York")], "2026-03-07T23:00:00Z")).toBeNull();
    expect(endOf([once("2026-01-01T00:00:00Z", "2030-01-01T00:00:00Z")], "2026-11-28T10:00:00Z")).toBe(
      "2030-01-01T00:00:00.000Z",
    );
  });
});

const MINUTE_MS = 60_000;
const anyWeekly = fc.record({
  kind: fc.constant("weekly" as const),
  days: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 }),
  fromMinute: fc.integer({ min: 0, max: 1439 }),
  toMinute: fc.integer({ min: 1, max: 1440 }),
  timeZone: fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"),
});
/** Days around which the clocks of these zones are changed, and ordinary ones. */
const anyDay = fc.constantFrom("2026-03-07", "2026-03-28", "2026-04-04", "2026-10-03", "2026-10-24", "2026-11-25");

test("is the first minute at which nothing holds, whatever windows there are", () => {
  fc.assert(
    fc.property(
      fc.array(anyWeekly, { minLength: 1, maxLength: 3 }),
      anyDay,
      fc.integer({ min: 0, max: 2879 }),
      fc.integer({ min: 1, max: 2000 }),
      (weeklies, day, minute, length) => {
        const nowMs = at(`${day}T00:00:00Z`) + minute * MINUTE_MS;
        const [from, to] = [nowMs, nowMs + length * MINUTE_MS].map((ms) => new Date(ms).toISOString());
        const windows = [...weeklies, once(from ?? "", to ?? "")].map((when) => ({ when }));
        const holds = (ms: number) => windows.some(({ when }) => holdsAt(when, ms));
        let first = nowMs;
        const horizon = nowMs + 2 * 1440 * MINUTE_MS;
        while (first < horizon && holds(first)) first += MINUTE_MS;
        const end = freezeEnd(windows, nowMs);
        if (first < horizon) expect(end?.atMs).toBe(first);
        else expect(end === null || end.atMs >= horizon).toBe(true);
      },
    ),
    { numRuns: 40 },
  );
}, 60_000);
