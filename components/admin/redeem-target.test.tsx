import { describe, expect, it } from "vitest";
import { pastedToken, safeNext } from "./redeem-target";

const SECRET = "hs_0123456789abcdefghijklmnop";

describe("sign-in link", () => {
  it("finds the secret in a link or alone", () => {
    expect(pastedToken(` http://127.0.0.1:3000/sign-in?token=${SECRET}&next=%2Fgraph `)).toBe(SECRET);
    expect(pastedToken(`http://127.0.0.1:3000/sign-in#token=${SECRET}`)).toBe(SECRET);
    expect(pastedToken(SECRET)).toBe(SECRET);
    expect(pastedToken("hello there")).toBe("");
  });

  it("goes only to pages of ours", () => {
    expect(safeNext("/traces?from=1h")).toBe("/traces?from=1h");
    for (const next of [
      "//evil.example",
      "https://evil.example",
      "/\\evil.example",
      // Browsers drop these: what is left is //evil.example.
      "/\t/evil.example",
      "/\n/evil.example",
      "/\r\n/evil.example",
      "/sign-in?next=/",
      "/api/v1/x",
      undefined,
    ]) {
      expect(safeNext(next)).toBe("/graph");
    }
  });
});
