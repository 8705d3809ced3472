import { describe, expect, it } from "vitest";
import type { ProxyPropagation } from "@/lib/model/proxy";
import { refusalsOf } from "./refusals-of";

const refused = (workload: string, reason?: string, keeps?: string): ProxyPropagation => ({
  proxyId: `${workload}-1`,
  workload,
  namespace: "shop",
  state: "refused",
  ...(reason ? { reason } : {}),
  ...(keeps ? { keeps } : {}),
});

describe("refusalsOf", () => {
  it("lets proxies that say the same stand together, and says what they keep", () => {
    const groups = refusalsOf([refused("a", "no", "14/21"), refused("b", "other"), refused("c", "no", "14/30")]);
    expect(groups.map(({ reason, keeps, proxies }) => [reason, keeps, proxies.map((one) => one.workload)])).toEqual([
      ["no", "revision 14", ["a", "c"]],
      ["other", "what ran before", ["b"]],
    ]);
  });
});
