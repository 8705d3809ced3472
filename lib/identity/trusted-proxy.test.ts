import { describe, expect, it } from "vitest";
import { TrustedAddresses } from "./trusted-proxy";

describe("TrustedAddresses", () => {
  const trusted = new TrustedAddresses(["10.0.0.0/8", "::1"]);

  it("takes the last address that is no proxy's, and nothing a stranger wrote", () => {
    expect(trusted.callerOf("10.0.0.1", "203.0.113.9, 198.51.100.7, 10.0.0.2")).toBe("198.51.100.7");
    expect(trusted.callerOf("::ffff:10.0.0.1", "198.51.100.7")).toBe("198.51.100.7");
    expect(trusted.callerOf("203.0.113.1", "198.51.100.7")).toBe("203.0.113.1");
    expect(trusted.callerOf("10.0.0.1", "not an address")).toBe("10.0.0.1");
    expect(trusted.callerOf("10.0.0.1", undefined)).toBe("10.0.0.1");
  });

  it.each(["10.0.0.0/33", "example.com", "10.0.0", "10.0.0.0/-1"])("names what is no address: %s", (text) => {
    expect(() => new TrustedAddresses([text])).toThrow(text);
  });
});
