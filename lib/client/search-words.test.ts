import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { latencyText, parseLatency } from "./latency-param";
import { parseTags, tagText } from "./tags-param";

describe("tags", () => {
  it("reads pairs, quoted values too", () => {
    expect(parseTags('http.status_code=503 error=true note="a b"')).toEqual({
      ok: true,
      tags: { "http.status_code": "503", error: "true", note: "a b" },
    });
    expect(parseTags("  ")).toEqual({ ok: true, tags: {} });
  });

  it("says which word is wrong, where, and how to write it", () => {
    expect(parseTags("a=1 oops")).toEqual({
      ok: false,
      message: "“oops”, at character 5, is no key=value. Try http.status_code=503.",
    });
  });

  it("reads back what it writes", () => {
    const key = fc.stringMatching(/^[a-z][a-z0-9._-]{0,12}$/);
    const value = fc.string({ maxLength: 12 });
    fc.assert(
      fc.property(key, value, (k, v) => {
        expect(parseTags(tagText(k, v))).toEqual({ ok: true, tags: { [k]: v } });
      }),
    );
  });
});

describe("lengths of time", () => {
  it("reads units, ms without one", () => {
    expect(["10ms", "1.5s", "250us", "2m", "100", " 3 s "].map(parseLatency)).toEqual([
      10, 1500, 0.25, 120_000, 100, 3000,
    ]);
    expect(["", "fast", "-1ms", "1 day"].map(parseLatency)).toEqual([null, null, null, null]);
    expect([10, 1500, 0.25].map(latencyText)).toEqual(["10ms", "1.5s", "250us"]);
  });
});
