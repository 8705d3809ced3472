import { holdsRole } from "../../model/grants";
import type { StoreTx } from "../../store/app-store";
import type { PersonRow } from "../../store/identity-stores";
import { personActor } from "../person-actor";

/** Whether a person can give rights: administrator of every namespace, and able to sign in. */
export function isAdministrator(person: PersonRow): boolean {
  return person.disabledAtMs === null && holdsRole(personActor(person), "admin", null);
}

/** Whether no other person than this one is administrator. Hold the people's lock. */
export async function lastAdministrator(tx: StoreTx, id: string): Promise<boolean> {
  return !(await tx.people.list()).some((person) => person.id !== id && isAdministrator(person));
}
