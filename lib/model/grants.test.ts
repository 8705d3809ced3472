import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Actor, Grant, Role } from "./actor";
import { holdsRole, intersectGrants, namespacesOf, rolesIn, summariseGrants } from "./grants";

const ROLES: readonly Role[] = ["viewer", "operator", "approver", "admin"];
const PLACES = ["shop", "payments", "search"];
const grant = fc.record<Grant>({
  role: fc.constantFrom(...ROLES),
  namespaces: fc.option(fc.uniqueArray(fc.constantFrom(...PLACES), { minLength: 1 }), { nil: null }),
});
const grants = fc.array(grant, { maxLength: 4 });
const place = fc.constantFrom<string | null>(...PLACES, "elsewhere", null);
const role = fc.constantFrom(...ROLES);

const by = (given: Grant[]): Actor => ({ kind: "user", id: "p", name: "P", ...summariseGrants(given), grants: given });

describe("grants", () => {
  it("give a role where they say and nowhere else", () => {
    const actor = by([
      { role: "operator", namespaces: ["shop"] },
      { role: "viewer", namespaces: null },
    ]);
    expect(holdsRole(actor, "operator", "shop")).toBe(true);
    expect(holdsRole(actor, "operator", "payments")).toBe(false);
    expect(holdsRole(actor, "operator", null)).toBe(false);
    expect(holdsRole(actor, "viewer", null)).toBe(true);
    expect(namespacesOf(actor, "operator")).toEqual(["shop"]);
    expect(rolesIn(actor, ["shop", "payments"])).toEqual(["viewer"]);
  });

  it("hold through a key only what both the key and its owner hold, and all of that", () => {
    fc.assert(
      fc.property(grants, grants, role, place, (a, b, wanted, where) => {
        const both = holdsRole(by(a), wanted, where) && holdsRole(by(b), wanted, where);
        expect(holdsRole(by(intersectGrants(a, b)), wanted, where)).toBe(both);
      }),
    );
  });

  it("are never widened by their sum: who holds a role everywhere holds it in each place", () => {
    fc.assert(
      fc.property(grants, role, place, (given, wanted, where) => {
        if (holdsRole(by(given), wanted, null)) expect(holdsRole(by(given), wanted, where)).toBe(true);
        expect(holdsRole(by([]), wanted, where)).toBe(false);
      }),
    );
  });
});
