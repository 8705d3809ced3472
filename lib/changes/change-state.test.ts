import { describe, expect, it } from "vitest";
import type { ProxyPropagation } from "../model/proxy";
import { changeState } from "./change-state";

const of = (...states: ProxyPropagation["state"][]) =>
  changeState(states.map((state, i) => ({ proxyId: `p${i}`, workload: "w", namespace: "n", state })));

describe("changeState", () => {
  it("pushes until everyone who can has answered", () => {
    expect(of("acked", "waiting")).toBe("pushing");
    expect(of("refused", "sent")).toBe("pushing");
    expect(of("acked", "disconnected", "unaffected")).toBe("acknowledged");
  });

  it("tells one refusal from all", () => {
    expect(of("acked", "refused")).toBe("partly_refused");
    expect(of("refused", "unaffected")).toBe("refused");
  });

  it("is acknowledged when it reaches nobody", () => {
    expect(of()).toBe("acknowledged");
    expect(of("unaffected")).toBe("acknowledged");
  });
});
