import type { Grant, Role } from "@/lib/model/actor";

/** The roles by name. */
export const ROLES: readonly { value: Role; label: string }[] = [
  { value: "viewer", label: "Viewer" },
  { value: "operator", label: "Operator" },
  { value: "approver", label: "Approver" },
  { value: "admin", label: "Admin" },
];

/** "operator in shop, viewer everywhere"; "no role" for none. */
export function grantWords(grants: readonly Grant[]): string {
  if (grants.length === 0) return "no role";
  return grants.map(({ role, namespaces }) => `${role} ${placeWords(namespaces)}`).join(", ");
}

function placeWords(namespaces: readonly string[] | null): string {
  return namespaces === null ? "everywhere" : `in ${namespaces.join(" and ")}`;
}
