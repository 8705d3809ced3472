import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEnv } from "../env";
import type { Actor } from "../model/actor";
import type { Change } from "../model/change";
import type { ConfigKey } from "../model/config-object";
import { HeddleError } from "../model/heddle-error";
import type { AppStore, ConfigWrite } from "./app-store";
import type { PersonRow, SessionRow } from "./identity-stores";
import { openAppStore } from "./open-app-store";

const { databaseUrl } = readEnv();
const engines: { engine: string; url: string | undefined }[] = [{ engine: "PGlite", url: undefined }];
if (databaseUrl) engines.push({ engine: "PostgreSQL", url: databaseUrl });

const ada: Actor = { kind: "user", id: "ada", name: "Ada", roles: ["admin"], namespaces: null };
const key = (name = "reviews"): ConfigKey => ({
  group: "networking.istio.io",
  version: "v1",
  plural: "virtualservices",
  namespace: "shop",
  name,
});

function write(
  yaml: string | null,
  resourceVersion?: string | null,
  { name = "reviews", actor = "ada" } = {},
): ConfigWrite {
  const item = { key: key(name), kind: "VirtualService", yaml, actor, reason: "test" };
  return resourceVersion === undefined ? item : { ...item, resourceVersion };
}

async function failure(promise: Promise<unknown>): Promise<HeddleError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof HeddleError)) throw new Error(`expected a HeddleError, got ${String(error)}`);
  return error;
}

describe.each(engines)("app store on $engine", ({ url }) => {
  const dataDir = mkdtempSync(join(tmpdir(), "heddle-state-"));
  let store: AppStore;
  let mesh: string;

  beforeAll(async () => {
    store = await openAppStore({ dataDir, databaseUrl: url });
  });
  afterAll(async () => {
    await store.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const newMesh = () => {
    mesh = `mesh-${randomUUID()}`;
    return mesh;
  };

  describe("config", () => {
    it("keeps the text exactly, and counts the object's versions and the mesh's revisions", async () => {
      newMesh();
      const yaml = "# a comment\nkind: VirtualService\n\n  odd:   indent # é漢\n";
      expect(await store.config.revision(mesh)).toBe(0);
      const first = await store.config.write(mesh, [write(yaml, null)]);
      expect(first.revision).toBe(1);
      expect(first.objects[0]).toMatchObject({ yaml, resourceVersion: "1", revision: 1, updatedBy: "ada" });
      await store.config.write(mesh, [write("other", null, { name: "ratings" })]);
      const third = await store.config.write(mesh, [write("changed", "1")]);
      expect(third.objects[0]).toMatchObject({ resourceVersion: "2", revision: 3 });
      expect((await store.config.list(mesh)).map((object) => object.key.name)).toEqual(["ratings", "reviews"]);
      expect((await store.config.get(mesh, key()))?.yaml).toBe("changed");
    });

    it("refuses a stale version with what is there now, and writes nothing of the batch", async () => {
      newMesh();
      await store.config.write(mesh, [write("one", null)]);
      await store.config.write(mesh, [write("two", "1", { actor: "grace" })]);
      const batch = [write("new", null, { name: "ratings" }), write("three", "1")];
      const error = await failure(store.config.write(mesh, batch));
      expect(error.code).toBe("conflict");
      expect(error.why).toContain("grace");
      expect(error.details).toMatchObject({ current: { yaml: "two", resourceVersion: "2" } });
      expect(await store.config.get(mesh, key("ratings"))).toBeNull();
      expect(await store.config.revision(mesh)).toBe(2);
    });

    it("refuses to create what exists, and to change what is gone", async () => {
      newMesh();
      await store.config.write(mesh, [write("one", null)]);
      expect((await failure(store.config.write(mesh, [write("again", null)]))).code).toBe("conflict");
      await store.config.write(mesh, [write(null, "1")]);
      const gone = await failure(store.config.write(mesh, [write("late", "1")]));
      expect(gone.code).toBe("conflict");
      expect(gone.details).toEqual({ current: null });
      expect((await failure(store.config.write(mesh, [write(null)]))).code).toBe("not_found");
    });

    it("keeps the history of a deleted object and goes on counting when it comes back", async () => {
      newMesh();
      await store.config.write(mesh, [write("one", null)]);
      expect((await store.config.write(mesh, [write(null, "1")])).objects).toEqual([null]);
      expect(await store.config.get(mesh, key())).toBeNull();
      expect(await store.config.list(mesh)).toEqual([]);
      const back = await store.config.write(mesh, [write("two", null)]);
      expect(back.objects[0]?.resourceVersion).toBe("3");
      const history = await store.config.history(mesh, key());
      expect(history.map((entry) => [entry.resourceVersion, entry.yaml])).toEqual([
        ["3", "two"],
        ["2", null],
        ["1", "one"],
      ]);
    });

    it("lets exactly one of many writers at once win", async () => {
      newMesh();
      await store.config.write(mesh, [write("start", null)]);
      const results = await Promise.allSettled(
        Array.from({ length: 8 }, (_, i) => store.config.write(mesh, [write(`writer ${i}`, "1")])),
      );
      const won = results.flatMap((result, i) => (result.status === "fulfilled" ? [i] : []));
      expect(won).toHaveLength(1);
      for (const result of results) {
        if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "conflict" });
      }
      expect((await store.config.get(mesh, key()))?.yaml).toBe(`writer ${won[0]}`);
      expect(await store.config.revision(mesh)).toBe(2);
    });

    it("gives writers at once without versions consecutive revisions", async () => {
      newMesh();
      const writes = Array.from({ length: 10 }, (_, i) => store.config.write(mesh, [write(`w${i}`)]));
      const revisions = (await Promise.all(writes)).map((result) => result.revision);
      expect(revisions.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      expect(await store.config.history(mesh, key())).toHaveLength(10);
    });

    it("keeps meshes apart", async () => {
      const one = newMesh();
      const two = newMesh();
      await store.config.write(one, [write("one", null)]);
      await store.config.write(two, [write("two", null)]);
      expect((await store.config.get(one, key()))?.yaml).toBe("one");
      expect(await store.config.revision(two)).toBe(1);
    });
  });

  describe("transaction", () => {
    it("takes back everything when the work fails", async () => {
      newMesh();
      const target = `t-${randomUUID()}`;
      const work = store.transaction(async (tx) => {
        await tx.config.write(mesh, [write("one", null)]);
        await tx.audit.append({ ...entry, target });
        throw new Error("changed my mind");
      });
      await expect(work).rejects.toThrow("changed my mind");
      expect(await store.config.get(mesh, key())).toBeNull();
      expect(await store.audit.list({ limit: 10, target })).toEqual([]);
    });

    it("keeps everything when it ends well", async () => {
      newMesh();
      const revision = await store.transaction(async (tx) => {
        const result = await tx.config.write(mesh, [write("one", null)]);
        await tx.changes.create(change(mesh));
        return result.revision;
      });
      expect(revision).toBe(1);
      expect(await store.changes.list({ mesh, limit: 10 })).toHaveLength(1);
    });
  });

  describe("changes", () => {
    it("are numbered within their mesh and found by the object they touch", async () => {
      newMesh();
      const first = await store.changes.create(change(mesh));
      const second = await store.changes.create(change(mesh, "ratings"));
      expect([first.number, second.number]).toEqual([1, 2]);
      await store.changes.update(first.id, { state: "acknowledged", revision: 7 });
      expect(await store.changes.get(first.id)).toMatchObject({ state: "acknowledged", revision: 7, propagation: [] });
      expect((await store.changes.list({ mesh, limit: 10 })).map((one) => one.number)).toEqual([2, 1]);
      const touching = await store.changes.list({ mesh, limit: 10, target: key("ratings") });
      expect(touching.map((one) => one.id)).toEqual([second.id]);
      expect(await store.changes.get(randomUUID())).toBeNull();
    });
  });

  describe("identity", () => {
    it("redeems a sign-in link once, also when two ask at once", async () => {
      const tokenHash = randomUUID();
      await store.signInLinks.create({ tokenHash, actor: ada, expiresAtMs: 2000 });
      const answers = await Promise.all([1, 2, 3].map(() => store.signInLinks.redeem(tokenHash, 1000)));
      expect(answers.filter((actor) => actor !== null)).toEqual([ada]);
    });

    it("does not redeem a link that has run out or never was", async () => {
      const tokenHash = randomUUID();
      await store.signInLinks.create({ tokenHash, actor: ada, expiresAtMs: 2000 });
      expect(await store.signInLinks.redeem(tokenHash, 2000)).toBeNull();
      expect(await store.signInLinks.redeem(randomUUID(), 1000)).toBeNull();
    });

    it("keeps, extends and removes sessions", async () => {
      const row = session(ada, null);
      await store.sessions.create(row);
      const later = row.expiresAtMs + 5000;
      await store.sessions.extend(row.tokenHash, { expiresAtMs: later, lastSeenAtMs: later });
      const found = await store.sessions.find(row.tokenHash);
      expect(found).toEqual({ session: { ...row, expiresAtMs: later, lastSeenAtMs: later }, person: null });
      expect((await store.sessions.list({ linkId: "ada" }, Date.now())).map(({ id }) => id)).toContain(row.id);
      await store.sessions.remove(row.tokenHash);
      expect(await store.sessions.find(row.tokenHash)).toBeNull();
    });

    it("keeps people, one a subject, and gives their sessions with them as they are now", async () => {
      const person = somebody();
      await store.people.create(person);
      const again = await failure(store.people.create({ ...somebody(), subject: person.subject }));
      expect(again.code).toBe("conflict");
      const row = session({ ...ada, id: person.id }, person.id);
      await store.sessions.create(row);
      await store.people.update(person.id, { grants: [{ role: "viewer", namespaces: ["shop"] }], disabledAtMs: 5 });
      const found = await store.sessions.find(row.tokenHash);
      expect(found?.person).toMatchObject({ disabledAtMs: 5, grants: [{ role: "viewer", namespaces: ["shop"] }] });
      expect(await store.sessions.knows(person.id, "192.0.2.7")).toBe(true);
      expect(await store.sessions.knows(person.id, "192.0.2.8")).toBe(false);
      await store.sessions.create(session({ ...ada, id: person.id }, person.id));
      expect(await store.sessions.removeOf(person.id, row.tokenHash)).toBe(1);
      expect((await store.sessions.list({ personId: person.id }, Date.now())).map(({ id }) => id)).toEqual([row.id]);
    });

    it("redeems an invitation once, also when two ask at once, and only the newest", async () => {
      const person = somebody();
      await store.people.create(person);
      const [old, tokenHash] = [randomUUID(), randomUUID()];
      await store.invitations.create({ tokenHash: old, personId: person.id, expiresAtMs: 2000 });
      await store.invitations.create({ tokenHash, personId: person.id, expiresAtMs: 2000 });
      expect(await store.invitations.find(old, 1000)).toBeNull();
      expect(await store.invitations.find(tokenHash, 1000)).toMatchObject({ id: person.id });
      expect(await store.invitations.redeem(tokenHash, 2000)).toBeNull();
      const answers = await Promise.all([1, 2, 3].map(() => store.invitations.redeem(tokenHash, 1000)));
      expect(answers.filter((id) => id !== null)).toEqual([person.id]);
    });

    it("keeps, touches and removes API tokens", async () => {
      const row = {
        id: randomUUID(),
        name: "ci",
        tokenHash: randomUUID(),
        actor: { ...ada, kind: "token" as const, namespaces: ["shop"] },
        ownerId: null,
        readOnly: false,
        createdAtMs: 1_700_000_000_000,
        expiresAtMs: null,
        lastUsedAtMs: null,
      };
      await store.apiTokens.create(row);
      expect(await store.apiTokens.find(row.tokenHash)).toEqual({ token: row, owner: null });
      await store.apiTokens.touch(row.id, 1_700_000_000_500);
      expect(await store.apiTokens.list()).toContainEqual({ ...row, lastUsedAtMs: 1_700_000_000_500 });
      expect(await store.apiTokens.remove(row.id)).toBe(true);
      expect(await store.apiTokens.remove(row.id)).toBe(false);
    });
  });

  describe("audit", () => {
    it("lists newest first, page by page, by what is asked", async () => {
      const target = `t-${randomUUID()}`;
      for (let i = 0; i < 5; i++) await store.audit.append({ ...entry, target, detail: { i } });
      const page = await store.audit.list({ limit: 2, target });
      expect(page.map((one) => one.detail)).toEqual([{ i: 4 }, { i: 3 }]);
      const next = await store.audit.list({ limit: 10, target, before: String(page[1]?.seq) });
      expect(next.map((one) => one.detail)).toEqual([{ i: 2 }, { i: 1 }, { i: 0 }]);
      expect(await store.audit.list({ limit: 10, target, action: "other" })).toEqual([]);
      expect((await store.audit.list({ limit: 10, target, actor: "Ada" })).length).toBe(5);
    });
  });
});

const entry = {
  actor: "Ada",
  actorKind: "user" as const,
  action: "config.put",
  target: "t",
  namespace: "shop",
  outcome: "allowed" as const,
  remoteAddress: "127.0.0.1",
  traceId: "",
  actorId: "ada",
  via: "password",
};

function session(actor: Actor, personId: string | null): SessionRow {
  const now = Date.now();
  return {
    tokenHash: randomUUID(),
    id: randomUUID(),
    personId,
    actor,
    via: "password",
    csrfToken: "c",
    createdAtMs: now,
    lastSeenAtMs: now,
    expiresAtMs: now + 60_000,
    endsAtMs: now + 120_000,
    remoteAddress: "192.0.2.7",
    userAgent: "test",
  };
}

function somebody(): PersonRow {
  const id = randomUUID();
  return {
    id,
    provider: "local",
    subject: `login-${id}`,
    login: `Login-${id}`,
    name: "Grace",
    passwordHash: null,
    grants: [],
    providerGrants: [],
    disabledAtMs: null,
    createdAtMs: 1_700_000_000_000,
    createdBy: "test",
    lastSignInAtMs: null,
  };
}

function change(mesh: string, name = "reviews"): Omit<Change, "number" | "propagation"> {
  return {
    id: randomUUID(),
    mesh,
    state: "pushing",
    author: "ada",
    reason: "shift traffic",
    createdAt: new Date().toISOString(),
    items: [{ key: key(name), before: null, after: "x", resourceVersion: "1" }],
    revision: 1,
  };
}
