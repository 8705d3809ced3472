import fc from "fast-check";
import { expect, test } from "vitest";
import type { PeerAuthenticationSpec } from "../schema/peer-authentication";
import { effectiveMode, type PeerPolicy, ROOT_NAMESPACE } from "./effective-mode";

const policy = (namespace: string, name: string, spec: PeerAuthenticationSpec): PeerPolicy => ({
  key: { group: "security.istio.io", version: "v1", plural: "peerauthentications", namespace, name },
  spec,
});
const reviews = { namespace: "shop", labels: { app: "reviews", version: "v1" } };
const mode = (policies: PeerPolicy[], port: number | null = 9080) => effectiveMode(policies, reviews, port);

test("takes both while nobody says otherwise", () => {
  expect(mode([])).toEqual({ mode: "PERMISSIVE", from: null });
  expect(mode([policy("payments", "default", { mtls: { mode: "STRICT" } })]).mode).toBe("PERMISSIVE");
});

test("workload beats namespace beats mesh, whatever their order; UNSET inherits", () => {
  const mesh = policy(ROOT_NAMESPACE, "default", { mtls: { mode: "STRICT" } });
  const space = policy("shop", "default", { mtls: { mode: "DISABLE" } });
  const unset = policy("shop", "default", { mtls: { mode: "UNSET" } });
  const own = policy("shop", "reviews", {
    selector: { matchLabels: { app: "reviews" } },
    mtls: { mode: "PERMISSIVE" },
  });
  expect(mode([own, space, mesh])).toEqual({ mode: "PERMISSIVE", from: own.key });
  expect(mode([mesh, space])).toEqual({ mode: "DISABLE", from: space.key });
  expect(mode([unset, mesh])).toEqual({ mode: "STRICT", from: mesh.key });
  expect(mode([policy("shop", "empty", {}), mesh]).mode).toBe("STRICT");
});

test("a port's mode holds for that port of the selected workload alone", () => {
  const own = policy("shop", "reviews", {
    selector: { matchLabels: { app: "reviews" } },
    mtls: { mode: "STRICT" },
    portLevelMtls: { "9090": { mode: "DISABLE" }, "9091": { mode: "UNSET" } },
  });
  expect([9080, 9090, 9091].map((port) => mode([own], port).mode)).toEqual(["STRICT", "DISABLE", "STRICT"]);
  expect(mode([own], null).mode).toBe("STRICT");
  const wide = policy("shop", "default", { portLevelMtls: { "9080": { mode: "STRICT" } } });
  expect(mode([wide]).mode).toBe("PERMISSIVE");
});

test("ignores a selector in the root namespace and labels that do not match", () => {
  const selector = { matchLabels: { app: "reviews" } };
  expect(mode([policy(ROOT_NAMESPACE, "reviews", { selector, mtls: { mode: "STRICT" } })]).mode).toBe("PERMISSIVE");
  const other = policy("shop", "ratings", { selector: { matchLabels: { app: "ratings" } }, mtls: { mode: "STRICT" } });
  expect(mode([other]).mode).toBe("PERMISSIVE");
});

test("the first of a level holds, and what else stands after it changes nothing", () => {
  const anyMode = fc.constantFrom("DISABLE" as const, "PERMISSIVE" as const, "STRICT" as const);
  fc.assert(
    fc.property(anyMode, fc.array(anyMode), (first, rest) => {
      const all = [first, ...rest].map((one, i) => policy("shop", `p${i}`, { mtls: { mode: one } }));
      expect(mode(all)).toEqual({ mode: first, from: all[0]?.key });
    }),
  );
});
