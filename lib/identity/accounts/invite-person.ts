import { HeddleError } from "../../model/heddle-error";
import type { Ctx } from "../ctx";
import { mutate } from "../mutate";
import { type Invitation, invite } from "./invite";
import { personOf } from "./person-of";

/** A fresh link with which a person sets a new password of their local account; older ones end. Throws `not_found`, `conflict`. */
export function invitePerson({ ctx, input }: { ctx: Ctx; input: { id: string } }): Promise<Invitation> {
  const mutation = { action: "person.invite", target: input.id, role: "admin", namespaces: [] } as const;
  return mutate(ctx, mutation, async (tx) => {
    const person = await personOf(tx, input.id);
    if (person.provider !== "local" || person.disabledAtMs !== null) {
      throw new HeddleError("conflict", {
        what: `${person.name} gets no link.`,
        why:
          person.provider === "local"
            ? "The account is disabled."
            : "They sign in with their identity provider, so there is no password here.",
        next: person.provider === "local" ? "Enable the account first." : "Nothing needs to be done.",
      });
    }
    return { value: await invite(tx, ctx, person.id), detail: { login: person.login } };
  });
}
