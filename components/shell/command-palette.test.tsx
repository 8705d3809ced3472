import { describe, expect, it } from "vitest";
import { asTraceId, rank } from "./command-palette";

describe("palette", () => {
  it("finds by words, the entry that begins with them first", () => {
    expect(rank("service:shop/reviews", "rev", ["reviews", "shop"])).toBe(1);
    expect(rank("shift:shop/reviews", "rev", ["Shift traffic of reviews", "shop"])).toBe(0.7);
    expect(rank("service:platform/redis", "rev", ["redis", "platform"])).toBe(0);
    expect(rank("service:shop/reviews", "shop rev", ["reviews", "shop"])).toBeGreaterThan(0);
  });

  it("knows a trace id when it sees one", () => {
    expect(asTraceId(" 4BF92F3577B34DA6A3CE929D0E0E4736 ")).toBe("4bf92f3577b34da6a3ce929d0e0e4736");
    expect(asTraceId("a3ce929d0e0e4736")).toBe("0000000000000000a3ce929d0e0e4736");
    expect(asTraceId("reviews")).toBeNull();
  });
});
