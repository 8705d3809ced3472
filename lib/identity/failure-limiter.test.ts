import { describe, expect, it } from "vitest";
import { FailureLimiter } from "./failure-limiter";

describe("FailureLimiter", () => {
  it("blocks a key past its limit until the window ends, and no other key", () => {
    let now = 0;
    const limiter = new FailureLimiter({ most: 3, windowMs: 60_000, now: () => now });
    for (let i = 0; i < 3; i++) expect(limiter.fail("a")).toBe(true);
    expect(limiter.fail("a")).toBe(false);
    expect(limiter.blockedForSec("a")).toBe(60);
    expect(limiter.blockedForSec("b")).toBe(0);
    now = 60_001;
    expect(limiter.blockedForSec("a")).toBe(0);
    expect(limiter.fail("a")).toBe(true);
  });

  it("forgets the oldest key instead of growing without end", () => {
    const limiter = new FailureLimiter({ most: 1, windowMs: 60_000, now: () => 0 });
    limiter.fail("first");
    for (let i = 0; i < 10_000; i++) limiter.fail(`k${i}`);
    expect(limiter.blockedForSec("first")).toBe(0);
    expect(limiter.blockedForSec("k9999")).toBe(60);
  });
});
