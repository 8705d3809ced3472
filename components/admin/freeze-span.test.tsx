import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FreezeWindow } from "@/lib/model/freeze-window";
import { freezeReason } from "@/lib/rollouts/windows/freeze-reason";
import { freezeSpan } from "./freeze-span";

const at = (text: string) => Date.parse(text);
const weekly = (days: number[], fromMinute: number, toMinute: number, timeZone = "UTC") =>
  ({ kind: "weekly", days, fromMinute, toMinute, timeZone }) as const;
const windowOf = (when: FreezeWindow["when"]): FreezeWindow => ({
  id: "w",
  name: "w",
  reason: "",
  namespaces: null,
  when,
});

describe("freezeSpan", () => {
  it("finds the next Friday evening in the zone's own time, before and after its clocks change", () => {
    const friday = weekly([5], 16 * 60, 1440, "Europe/Berlin");
    expect(freezeSpan(friday, at("2026-10-22T10:00:00Z"))).toEqual({
      fromMs: at("2026-10-23T14:00:00Z"),
      toMs: at("2026-10-23T22:00:00Z"),
    });
    expect(freezeSpan(friday, at("2026-10-24T10:00:00Z"))?.fromMs).toBe(at("2026-10-30T15:00:00Z"));
  });

  it("is over for good after a single window", () => {
    const once = { kind: "once", from: "2026-11-01T00:00:00Z", to: "2026-11-02T00:00:00Z" } as const;
    expect(freezeSpan(once, at("2026-11-01T12:00:00Z"))?.toMs).toBe(at("2026-11-02T00:00:00Z"));
    expect(freezeSpan(once, at("2026-11-02T00:00:00Z"))).toBeNull();
  });

  it("has begun exactly when the engine holds runs back", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 }),
        fc.integer({ min: 0, max: 1439 }),
        fc.integer({ min: 1, max: 1440 }),
        fc.constantFrom("UTC", "Asia/Kolkata", "America/New_York"),
        // Two weeks in which none of these zones changes its clocks.
        fc.integer({ min: at("2026-06-01T00:00:00Z"), max: at("2026-06-15T00:00:00Z") }),
        (days, from, to, zone, nowMs) => {
          const when = weekly(days, from, to, zone);
          const span = freezeSpan(when, nowMs);
          const holds = freezeReason([windowOf(when)], ["shop"], nowMs) !== null;
          expect(span !== null && span.fromMs <= nowMs).toBe(holds);
        },
      ),
    );
  });
});
