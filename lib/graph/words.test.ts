import { describe, expect, it } from "vitest";
import { codeWords } from "./code-words";
import { responseFlag } from "./response-flag";

describe("words", () => {
  it("explains flags, lists of flags, unknown flags and none", () => {
    expect(responseFlag("UT")).toEqual({ words: "No answer within the route's timeout", where: "callee" });
    expect(responseFlag("UF,URX").words).toBe(
      "The connection to the instance failed; Retry or connection attempts used up",
    );
    expect(responseFlag("XYZ").words).toContain('"XYZ"');
    expect(responseFlag("-").words).toContain("No flag");
  });

  it("names codes by protocol", () => {
    expect(codeWords("http", "503")).toBe("Service unavailable");
    expect(codeWords("http", "0")).toBe("No answer");
    expect(codeWords("grpc", "14")).toBe("Unavailable");
    expect(codeWords("grpc", "503")).toBe("Service unavailable");
    expect(codeWords("http", "599")).toBe("");
  });
});
