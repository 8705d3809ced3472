import { HeddleError } from "../../model/heddle-error";
import type { Person, PersonChange } from "../../model/person";
import type { StoreTx } from "../../store/app-store";
import type { PersonPatch, PersonRow } from "../../store/identity-stores";
import type { Ctx } from "../ctx";
import { mutate } from "../mutate";
import { isAdministrator, lastAdministrator } from "./last-administrator";
import { personOf } from "./person-of";
import { personView } from "./person-view";

/**
 * Changes a person's name, rights, or whether they may sign in. Holds from the next call on, and on open pages at once: a disabled person's
 * sessions end. Throws `not_found`; `conflict` when nobody would be left who can give rights.
 */
export async function updatePerson({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: PersonChange & { id: string };
}): Promise<Person> {
  const mutation = { action: "person.update", target: input.id, role: "admin", namespaces: [] } as const;
  const person = await mutate(ctx, mutation, async (tx) => {
    await tx.people.lock();
    const before = await personOf(tx, input.id);
    const patch = patchOf(input, before, ctx.now());
    const after = { ...before, ...patch };
    await keepAnAdministrator(tx, ctx, before, after);
    await tx.people.update(before.id, patch);
    const ended = after.disabledAtMs === null ? 0 : await tx.sessions.removeOf(before.id);
    const invited = (await tx.invitations.open(ctx.now())).includes(before.id);
    return { value: personView(after, invited), detail: { login: before.login, ...changes(before, after), ended } };
  });
  ctx.rightsChanged?.();
  return person;
}

function patchOf({ name, grants, disabled }: PersonChange, before: PersonRow, nowMs: number): PersonPatch {
  return {
    ...(name === undefined ? {} : { name }),
    ...(grants === undefined ? {} : { grants }),
    ...(disabled === undefined ? {} : { disabledAtMs: disabled ? (before.disabledAtMs ?? nowMs) : null }),
  };
}

function changes(before: PersonRow, after: PersonRow) {
  return {
    ...(before.name === after.name ? {} : { name: { before: before.name, after: after.name } }),
    ...(before.grants === after.grants ? {} : { grants: { before: before.grants, after: after.grants } }),
    ...((before.disabledAtMs === null) === (after.disabledAtMs === null)
      ? {}
      : { disabled: after.disabledAtMs !== null }),
  };
}

async function keepAnAdministrator(tx: StoreTx, ctx: Ctx, before: PersonRow, after: PersonRow): Promise<void> {
  if (!isAdministrator(before) || isAdministrator(after)) return;
  if (before.id === ctx.actor.id) {
    throw new HeddleError("conflict", {
      what: "You cannot take your own administrator's rights.",
      why: "It would leave you unable to give them back.",
      next: "Ask another administrator to do it.",
    });
  }
  if (await lastAdministrator(tx, before.id)) {
    throw new HeddleError("conflict", {
      what: `${before.name} is the last administrator.`,
      why: "Nobody with an account could give rights any more.",
      next: "Make somebody else administrator of every namespace first.",
    });
  }
}
