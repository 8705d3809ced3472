import { HeddleError } from "../../model/heddle-error";
import type { StoreTx } from "../../store/app-store";
import type { PersonRow } from "../../store/identity-stores";

/** The person with this id; throws `not_found`. */
export async function personOf(tx: Pick<StoreTx, "people">, id: string): Promise<PersonRow> {
  const person = await tx.people.get(id);
  if (person) return person;
  throw new HeddleError("not_found", {
    what: "There is no such person.",
    why: `No account has the id ${id}.`,
    next: "Look at the list of people.",
  });
}
