import type { Session } from "../../model/person";
import type { SessionRow } from "../../store/identity-stores";
import { sessionView } from "../accounts/person-view";
import { authorize } from "../authorize";
import type { Ctx } from "../ctx";

/** Where one is signed in; of another person for administrators only. */
export async function listSessions({
  ctx,
  input,
  session,
}: {
  ctx: Ctx;
  input: { person?: string | undefined };
  session: SessionRow | null;
}): Promise<Session[]> {
  const { person } = input;
  if (person !== undefined && person !== session?.personId) authorize(ctx, "admin", null);
  const personId = person ?? session?.personId;
  const of = personId ? { personId } : { linkId: ctx.actor.id };
  const rows = await ctx.store.sessions.list(of, ctx.now());
  return rows.map((row) => sessionView(row, session?.tokenHash ?? null));
}
