import { describe, expect, it } from "vitest";
import { FreezeWindow } from "../../model/freeze-window";
import { freezeReason } from "./freeze-reason";

const window = (when: unknown, over: Record<string, unknown> = {}) =>
  FreezeWindow.parse({ id: "w", name: "weekend", when, ...over });
const at = (text: string) => Date.parse(text);

describe("freezeReason", () => {
  it("holds once, from its start to before its end", () => {
    const once = window(
      { kind: "once", from: "2026-12-24T00:00:00Z", to: "2026-12-27T00:00:00Z" },
      { reason: "holiday" },
    );
    expect(freezeReason([once], ["shop"], at("2026-12-24T00:00:00Z"))).toBe(
      'The freeze window "weekend" is on: holiday. Nothing goes forward until 2026-12-27 00:00 (UTC).',
    );
    expect(freezeReason([once], ["shop"], at("2026-12-27T00:00:00Z"))).toBeNull();
  });

  it("holds weekly in its own time zone, over midnight too", () => {
    const friday = window({
      kind: "weekly",
      days: [5],
      fromMinute: 16 * 60,
      toMinute: 8 * 60,
      timeZone: "America/New_York",
    });
    expect(freezeReason([friday], ["shop"], at("2026-11-27T20:59:00Z"))).toBeNull();
    expect(freezeReason([friday], ["shop"], at("2026-11-27T21:00:00Z"))).toBe(
      'The freeze window "weekend" is on. Nothing goes forward until 2026-11-28 08:00 (America/New_York).',
    );
    expect(freezeReason([friday], ["shop"], at("2026-11-28T12:59:00Z"))).not.toBeNull();
    expect(freezeReason([friday], ["shop"], at("2026-11-28T13:00:00Z"))).toBeNull();
  });

  it("says so where windows leave no gap, and leaves out those of other namespaces", () => {
    const always = window({ kind: "weekly", days: [0, 1, 2, 3, 4, 5, 6], fromMinute: 0, toMinute: 1440 });
    expect(freezeReason([always], ["shop"], at("2026-11-24T12:00:00Z"))).toContain("It leaves no gap");
    const short = window({ kind: "weekly", days: [2], fromMinute: 0, toMinute: 840 });
    const other = { ...always, namespaces: ["payments"] };
    expect(freezeReason([other, short], ["shop"], at("2026-11-24T12:00:00Z"))).toContain(
      "until 2026-11-24 14:00 (UTC)",
    );
  });

  it("holds only in its namespaces", () => {
    const own = window({ kind: "weekly", days: [2], fromMinute: 0, toMinute: 1440 }, { namespaces: ["payments"] });
    expect(freezeReason([own], ["shop"], at("2026-11-24T12:00:00Z"))).toBeNull();
    expect(freezeReason([own], ["shop", "payments"], at("2026-11-24T12:00:00Z"))).not.toBeNull();
  });
});
