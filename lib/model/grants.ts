import type { Actor, Grant, Role } from "./actor";

/** A role and the roles whose rights it holds too. */
const HOLDS: Record<Role, readonly Role[]> = {
  viewer: ["viewer"],
  operator: ["operator", "viewer"],
  approver: ["approver", "viewer"],
  admin: ["admin", "approver", "operator", "viewer"],
};

/** What an actor was given. Those without grants of their own hold each of their roles in all of their namespaces. */
export function grantsOf({ grants, roles, namespaces }: Pick<Actor, "grants" | "roles" | "namespaces">): Grant[] {
  return grants ?? roles.map((role) => ({ role, namespaces }));
}

function covers({ namespaces }: Grant, namespace: string | null): boolean {
  return namespaces === null || (namespace !== null && namespaces.includes(namespace));
}

/** Whether an actor holds a role (or one above it) in a namespace; `null`: in all of them at once. */
export function holdsRole(actor: Actor, role: Role, namespace: string | null): boolean {
  return grantsOf(actor).some((grant) => HOLDS[grant.role].includes(role) && covers(grant, namespace));
}

/** Whether an actor holds a role anywhere. */
export function holdsRoleSomewhere(actor: Actor, role: Role): boolean {
  return grantsOf(actor).some((grant) => HOLDS[grant.role].includes(role));
}

/** Where an actor holds a role (or one above it), sorted; null: everywhere. */
export function namespacesOf(actor: Actor, role: Role): string[] | null {
  return summariseGrants(grantsOf(actor).filter((grant) => HOLDS[grant.role].includes(role))).namespaces;
}

/** The roles an actor holds in every one of these namespaces; none given: in all there are. */
export function rolesIn(actor: Actor, namespaces: readonly string[]): Role[] {
  const places = namespaces.length > 0 ? namespaces : [null];
  return ROLES.filter((role) => places.every((namespace) => holdsRole(actor, role, namespace)));
}

const ROLES = ["viewer", "operator", "approver", "admin"] as const;

/** Roles and namespaces of a set of grants taken together, for showing; rights are decided by the grants alone. */
export function summariseGrants(grants: readonly Grant[]): Pick<Actor, "roles" | "namespaces"> {
  const roles = [...new Set(grants.map(({ role }) => role))];
  if (grants.some(({ namespaces }) => namespaces === null)) return { roles, namespaces: null };
  return { roles, namespaces: [...new Set(grants.flatMap(({ namespaces }) => namespaces ?? []))].sort() };
}

/** The rights that both sets hold: what someone may do through a key that was given less, or more, than its owner has. */
export function intersectGrants(a: readonly Grant[], b: readonly Grant[]): Grant[] {
  const both: Grant[] = [];
  for (const one of a) {
    for (const other of b) {
      const namespaces = commonNamespaces(one.namespaces, other.namespaces);
      if (namespaces !== null && namespaces.length === 0) continue;
      for (const role of commonRoles(one.role, other.role)) both.push({ role, namespaces });
    }
  }
  return both;
}

/** The highest roles that each of two holds: of admin and operator operator, of operator and approver viewer. */
function commonRoles(a: Role, b: Role): Role[] {
  const common = HOLDS[a].filter((role) => HOLDS[b].includes(role));
  return common.filter((role) => !common.some((other) => other !== role && HOLDS[other].includes(role)));
}

function commonNamespaces(a: string[] | null, b: string[] | null): string[] | null {
  if (a === null) return b;
  return b === null ? a : a.filter((namespace) => b.includes(namespace));
}
