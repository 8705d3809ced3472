import { describe, expect, it } from "vitest";
import { callerWords, shareWords } from "./stage-words";

describe("what is not known of mutual TLS", () => {
  it("is not said to be no traffic", () => {
    expect(shareWords(null)).toBe("no traffic");
    expect(shareWords(null, false)).toBe("not known");
    expect(shareWords(0.5, false)).toBe("50%");
  });

  it("is not said to be no caller", () => {
    expect(callerWords(0, true)).toBe("no plaintext caller");
    expect(callerWords(0, false)).toBe("callers not known");
    expect(callerWords(2, false)).toBe("2 plaintext callers");
  });
});
