import type { Person } from "../../model/person";
import { authorize } from "../authorize";
import type { Ctx } from "../ctx";
import { personView } from "./person-view";

/** Everybody with an account. */
export async function listPeople({ ctx }: { ctx: Ctx }): Promise<Person[]> {
  authorize(ctx, "admin", null);
  const [people, invited] = await Promise.all([ctx.store.people.list(), ctx.store.invitations.open(ctx.now())]);
  const open = new Set(invited);
  return people.map((row) => personView(row, open.has(row.id)));
}
