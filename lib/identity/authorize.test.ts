import { describe, expect, it } from "vitest";
import type { Actor, Role } from "../model/actor";
import { ANONYMOUS } from "./anonymous";
import { authorize, visibleNamespaces } from "./authorize";

const actor = (role: Role, namespaces: string[] | null): Actor => ({
  kind: "token",
  id: "t1",
  name: "ci",
  roles: [role],
  namespaces,
});

const outcome = (who: Actor, role: Role, namespace: string | null) => {
  try {
    authorize({ actor: who }, role, namespace);
    return "allowed";
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe("authorize", () => {
  it.each([
    ["viewer", "viewer", "allowed"],
    ["viewer", "operator", "forbidden"],
    ["operator", "viewer", "allowed"],
    ["operator", "approver", "forbidden"],
    ["operator", "admin", "forbidden"],
    ["approver", "operator", "forbidden"],
    ["admin", "operator", "allowed"],
    ["admin", "approver", "allowed"],
  ] as const)("lets a %s act as %s: %s", (held, wanted, expected) => {
    expect(outcome(actor(held, null), wanted, "shop")).toBe(expected);
  });

  it("holds inside the actor's namespaces only", () => {
    const limited = actor("operator", ["shop"]);
    expect(outcome(limited, "operator", "shop")).toBe("allowed");
    expect(outcome(limited, "operator", "pay")).toBe("forbidden");
    expect(outcome(limited, "operator", null)).toBe("forbidden");
    expect(outcome(actor("admin", []), "viewer", "shop")).toBe("forbidden");
  });

  it("tells who is not signed in apart", () => {
    expect(outcome(ANONYMOUS, "viewer", "shop")).toBe("unauthenticated");
  });

  it("cuts wanted namespaces to those the actor may see", () => {
    expect(visibleNamespaces(actor("viewer", null), null)).toBeNull();
    expect(visibleNamespaces(actor("viewer", null), ["a"])).toEqual(["a"]);
    expect(visibleNamespaces(actor("viewer", ["a"]), null)).toEqual(["a"]);
    expect(visibleNamespaces(actor("viewer", ["a"]), ["a", "b"])).toEqual(["a"]);
  });
});
