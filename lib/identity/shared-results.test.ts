import { describe, expect, it } from "vitest";
import { SharedResults } from "./shared-results";

describe("SharedResults", () => {
  it("computes once for all who ask meanwhile, and again when stale", async () => {
    let now = 0;
    let computed = 0;
    const shared = new SharedResults(() => now);
    const ask = () => shared.get("k", { ttlMs: 1000 }, async () => ++computed);
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([1, 1, 1]);
    now = 999;
    expect(await ask()).toBe(1);
    now = 1000;
    expect(await ask()).toBe(2);
  });

  it("does not keep failures", async () => {
    const shared = new SharedResults(() => 0);
    await expect(shared.get("k", { ttlMs: 1000 }, () => Promise.reject(new Error("away")))).rejects.toThrow("away");
    expect(await shared.get("k", { ttlMs: 1000 }, async () => "back")).toBe("back");
  });

  it("stays bounded", async () => {
    let computed = 0;
    const shared = new SharedResults(() => 0);
    for (let i = 0; i < 200; i++) await shared.get(`k${i}`, { ttlMs: 1000 }, async () => i);
    await shared.get("k0", { ttlMs: 1000 }, async () => ++computed);
    expect(computed).toBe(1);
    await shared.get("k199", { ttlMs: 1000 }, async () => ++computed);
    expect(computed).toBe(1);
  });

  it("keeps few heavy results, and the newest of them", async () => {
    const computed: string[] = [];
    const shared = new SharedResults(() => 0);
    const ask = (key: string) =>
      shared.get(key, { ttlMs: 1000, weigh: () => 6000 }, async () => {
        computed.push(key);
      });
    for (const key of ["a", "b", "c", "c", "b", "a"]) await ask(key);
    expect(computed).toEqual(["a", "b", "c", "a"]);
  });
});
