import { type Grant, Role } from "../../model/actor";

/** Who has a claim's value gets a grant; value `*`: everybody who signs in. */
export interface ClaimRule {
  value: string;
  grant: Grant;
}

/**
 * Reads rules as they stand in the settings: `mesh-admins=admin; shop-team=operator@shop,checkout; *=viewer`.
 * Throws an Error that names the rule it cannot read.
 */
export function parseClaimRules(text: string): ClaimRule[] {
  return text
    .split(/[;\n]/)
    .map((rule) => rule.trim())
    .filter(Boolean)
    .map(parseRule);
}

function parseRule(text: string): ClaimRule {
  const split = text.lastIndexOf("=");
  const value = text.slice(0, Math.max(0, split)).trim();
  const [roleText = "", ...places] = text.slice(split + 1).split("@");
  const role = Role.safeParse(roleText.trim());
  const namespaces = places
    .join("@")
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);
  if (!value || !role.success || (places.length > 0 && namespaces.length === 0)) {
    throw new Error(
      `“${text}” is no rule; write value=role or value=role@namespace,namespace with viewer, operator, approver or admin`,
    );
  }
  return { value, grant: { role: role.data, namespaces: places.length === 0 ? null : namespaces } };
}

/** What somebody's claim gives: a string, or a list of them. Anything else gives what `*` gives. */
export function grantsOfClaim(claim: unknown, rules: readonly ClaimRule[]): Grant[] {
  const values = new Set(
    (Array.isArray(claim) ? claim : [claim]).filter((one): one is string => typeof one === "string"),
  );
  return rules.filter(({ value }) => value === "*" || values.has(value)).map(({ grant }) => grant);
}
