import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DurationMs, MomentMs, NamespaceList, TagPairs, WindowSec } from "./query-params";

describe("query parameters", () => {
  it.each([
    ["10m", 600],
    ["1h", 3600],
    ["30s", 30],
    ["30d", 2_592_000],
  ])("reads the window %s", (text, seconds) => {
    expect(WindowSec.parse(text)).toBe(seconds);
  });

  it.each(["", "10", "m", "4s", "31d", "-1m", "1e9d", "10m; drop"])("refuses the window %j", (text) => {
    expect(WindowSec.safeParse(text).success).toBe(false);
  });

  it("reads durations below a second", () => {
    expect(DurationMs.parse("100ms")).toBe(100);
    expect(DurationMs.parse("1.5s")).toBe(1500);
  });

  it("reads a moment as ISO or unix seconds", () => {
    expect(MomentMs.parse("2026-11-24T12:00:00Z")).toBe(Date.UTC(2026, 10, 24, 12));
    expect(MomentMs.parse("1790000000")).toBe(1_790_000_000_000);
    expect(MomentMs.safeParse("yesterday").success).toBe(false);
  });

  it("reads namespaces, * for all", () => {
    expect(NamespaceList.parse("shop, pay")).toEqual(["shop", "pay"]);
    expect(NamespaceList.parse("*")).toBeNull();
    expect(NamespaceList.parse("")).toBeNull();
  });

  it("reads tags with quoted values", () => {
    expect(TagPairs.parse('http.status_code=500 error=true peer="a \\"b\\" c"')).toEqual({
      "http.status_code": "500",
      error: "true",
      peer: 'a "b" c',
    });
    expect(TagPairs.parse("  ")).toEqual({});
    expect(TagPairs.safeParse("just words").success).toBe(false);
    expect(TagPairs.parse('a="open')).toEqual({ a: '"open' });
  });

  it("reads back every pair that was written the documented way", () => {
    const key = fc.stringMatching(/^[a-zA-Z0-9._-]{1,12}$/);
    fc.assert(
      fc.property(fc.dictionary(key, fc.string({ maxLength: 20 }), { maxKeys: 5, noNullPrototype: true }), (tags) => {
        const text = Object.entries(tags)
          .map(([name, value]) => `${name}="${value.replace(/["\\]/g, "\\$&")}"`)
          .join(" ");
        expect(TagPairs.parse(text)).toEqual(tags);
      }),
    );
  });
});
