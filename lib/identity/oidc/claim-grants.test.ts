import { describe, expect, it } from "vitest";
import { grantsOfClaim, parseClaimRules } from "./claim-grants";

describe("claim rules", () => {
  it("give roles by group, in namespaces or everywhere", () => {
    const rules = parseClaimRules("mesh-admins=admin; shop=team=operator@shop, checkout;\n*=viewer");
    expect(grantsOfClaim(["shop=team", "others"], rules)).toEqual([
      { role: "operator", namespaces: ["shop", "checkout"] },
      { role: "viewer", namespaces: null },
    ]);
    expect(grantsOfClaim("mesh-admins", rules)).toContainEqual({ role: "admin", namespaces: null });
    for (const odd of [undefined, null, 7, { "mesh-admins": true }, [["mesh-admins"]]]) {
      expect(grantsOfClaim(odd, rules)).toEqual([{ role: "viewer", namespaces: null }]);
    }
  });

  it.each(["admins", "admins=root", "=admin", "admins=operator@"])("name what they cannot read: %s", (text) => {
    expect(() => parseClaimRules(text)).toThrow(text);
  });
});
