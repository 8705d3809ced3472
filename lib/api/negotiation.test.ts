import { describe, expect, it } from "vitest";
import { etagOf, wantedVersion } from "./etag";
import { prefersYaml } from "./prefers-yaml";
import { readSessionCookie, safePath, sessionCookie } from "./session-cookie";

describe("prefersYaml", () => {
  it.each([
    [null, false],
    ["*/*", false],
    ["application/json", false],
    ["application/yaml", true],
    ["text/yaml", true],
    ["application/yaml, */*", true],
    ["application/json, application/yaml", false],
    ["application/yaml;q=0.9, application/json;q=0.5", true],
    ["application/yaml;q=0.1, */*", false],
  ])("of %s: %s", (accept, expected) => {
    expect(prefersYaml(accept)).toBe(expected);
  });
});

describe("wantedVersion", () => {
  const of = (headers: Record<string, string>) => wantedVersion(new Headers(headers));

  it("reads what a writer saw", () => {
    expect(of({})).toBeUndefined();
    expect(of({ "if-match": etagOf("7") })).toBe("7");
    expect(of({ "if-none-match": "*" })).toBeNull();
  });

  it.each([
    { "if-match": "7" },
    { "if-match": '"7", "8"' },
    { "if-match": '"7"', "if-none-match": "*" },
    { "if-match": "*" },
  ])("refuses %j instead of overwriting", (headers) => {
    expect(() => of(headers as Record<string, string>)).toThrow(/condition/);
  });
});

describe("readSessionCookie", () => {
  it("finds ours among others", () => {
    expect(readSessionCookie("a=b; heddle_session=s3cr=t; heddle_session_x=no", false)).toBe("s3cr=t");
    expect(readSessionCookie("heddle_session=", false)).toBeUndefined();
    expect(readSessionCookie(null, false)).toBeUndefined();
  });

  it("takes behind https only the one that is bound to the host", () => {
    expect(readSessionCookie("heddle_session=planted", true)).toBeUndefined();
    expect(readSessionCookie("heddle_session=planted; __Host-heddle_session=ours", true)).toBe("ours");
    expect(sessionCookie("s", 60_000, true)).toBe(
      "__Host-heddle_session=s; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure",
    );
  });
});

describe("safePath", () => {
  it.each([
    ["/services?ns=shop", "/services?ns=shop"],
    ["//elsewhere.example", "/graph"],
    ["/\\elsewhere.example", "/graph"],
    ["https://elsewhere.example", "/graph"],
    ["/graph\r\nset-cookie: a=b", "/graph"],
    ["/api/v1/session", "/graph"],
    ["/sign-in?next=/x", "/graph"],
    [undefined, "/graph"],
  ])("of %j is %j", (given, expected) => {
    expect(safePath(given)).toBe(expected);
  });
});
