import { randomUUID } from "node:crypto";
import type { NewPerson, Person } from "../../model/person";
import type { PersonRow } from "../../store/identity-stores";
import type { Ctx } from "../ctx";
import { mutate } from "../mutate";
import { type Invitation, invite } from "./invite";
import { checkLogin, loginKey } from "./login";
import { personView } from "./person-view";

/** Makes a local account without a password and the invitation that sets one. Throws `conflict` when the login is taken. */
export function createPerson({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: NewPerson;
}): Promise<{ person: Person; invitation: Invitation }> {
  const mutation = { action: "person.create", target: input.login, role: "admin", namespaces: [] } as const;
  return mutate(ctx, mutation, async (tx) => {
    const row = localPerson({ ...input, login: checkLogin(input.login), by: ctx.actor.name, nowMs: ctx.now() });
    await tx.people.create(row);
    const invitation = await invite(tx, ctx, row.id);
    const detail = { id: row.id, name: row.name, grants: row.grants };
    return { value: { person: personView(row, true), invitation }, detail };
  });
}

/** The row of a new local account. */
export function localPerson({ login, name, grants, by, nowMs }: NewPerson & { by: string; nowMs: number }): PersonRow {
  return {
    id: randomUUID(),
    provider: "local",
    subject: loginKey(login),
    login,
    name,
    passwordHash: null,
    grants,
    providerGrants: [],
    disabledAtMs: null,
    createdAtMs: nowMs,
    createdBy: by,
    lastSignInAtMs: null,
  };
}
