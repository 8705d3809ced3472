import { expect, test } from "vitest";
import type { ApiTokenRow, PersonRow } from "../store/identity-stores";
import { tokenActor } from "./person-actor";

const grants = [{ role: "approver" as const, namespaces: null }];
const ada: PersonRow = {
  ...{ id: "p-ada", provider: "local", subject: "ada", login: "ada", name: "Ada", passwordHash: null, grants },
  ...{ providerGrants: [], disabledAtMs: null, createdAtMs: 0, createdBy: "test", lastSignInAtMs: null },
};
const token = (actorId: string, ownerId: string | null): ApiTokenRow => ({
  ...{ id: "t-1", name: "ci", tokenHash: "hash", ownerId, readOnly: false },
  ...{ createdAtMs: 0, expiresAtMs: null, lastUsedAtMs: null },
  actor: { kind: "token", id: actorId, name: "ci", roles: ["approver"], namespaces: null, grants },
});

test("a person's token is that person, also one that was made by another token of theirs", () => {
  for (const actorId of ["p-ada", "t-1"])
    expect(tokenActor(token(actorId, "p-ada"), ada)).toMatchObject({ id: "p-ada", roles: ["approver"] });
  expect(tokenActor(token("t-1", "p-ada"), ada).ownerless).toBeUndefined();
});

test("a token of a session by link is whom the link named; one made by nobody is ownerless", () => {
  expect(tokenActor(token("link:on-call", null), null)).toMatchObject({ id: "link:on-call" });
  expect(tokenActor(token("link:on-call", null), null).ownerless).toBeUndefined();
  expect(tokenActor(token("t-1", null), null)).toMatchObject({ id: "t-1", ownerless: true });
});
