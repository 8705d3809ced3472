import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { NewAuditEntry } from "../model/audit-entry";
import { hashEntry } from "./app/audit-chain";
import type { AppStore } from "./app-store";
import { openAppStore } from "./open-app-store";
import { findPostgres, startPostgres, type TestPostgres } from "./testing/start-postgres";

const bin = findPostgres();

const entry = (target: string, detail?: unknown): NewAuditEntry => ({
  actor: "Ada",
  actorId: "ada",
  actorKind: "user",
  via: "password",
  action: "config.put",
  target,
  namespace: "shop",
  outcome: "allowed",
  remoteAddress: "127.0.0.1",
  traceId: "",
  ...(detail === undefined ? {} : { detail }),
});

/** What somebody with the database's password can do, triggers off. */
type Forge = (sql: string) => Promise<void>;

const OFF = "ALTER TABLE audit_entries DISABLE TRIGGER USER;";
const ON = "; ALTER TABLE audit_entries ENABLE TRIGGER USER;";

/** The same faults on both engines. */
function findsForgeries(open: () => Promise<{ store: AppStore; forge: Forge }>) {
  let store: AppStore;
  let forge: Forge;
  beforeEach(async () => {
    ({ store, forge } = await open());
    for (let i = 1; i <= 6; i++) await store.audit.append(entry(`t${i}`, { i, when: null, ratio: 0.1 }));
  });
  const verify = async () => (await store.audit.verify()).problems.map(({ seq, kind }) => `${kind} ${seq}`);

  it("holds as written, with whatever stands in an entry", async () => {
    const odd = {
      nul: "a\u0000b",
      half: "\ud800",
      emoji: "🧵",
      deep: [{ b: 1, a: [1e21, -0, 1.5e-7] }],
      none: undefined,
    };
    await store.audit.append(entry("a\u0000b", odd));
    const { ok, entries, head } = await store.audit.verify();
    expect({ ok, entries, seq: head.seq }).toEqual({ ok: true, entries: 7, seq: 7 });
    const [last] = await store.audit.list({ limit: 1 });
    expect(last).toMatchObject({ seq: 7, hash: head.hash, target: "a\ufffdb" });
  });

  it.each([
    ["a changed actor", "UPDATE audit_entries SET actor = 'Eve' WHERE seq = 3", ["changed 3"]],
    ["a changed detail", `UPDATE audit_entries SET detail = '{"i": 4}' WHERE seq = 4`, ["changed 4"]],
    ["a changed time", "UPDATE audit_entries SET at = at - interval '1 hour' WHERE seq = 1", ["changed 1"]],
    ["removed rows", "DELETE FROM audit_entries WHERE seq IN (3, 4)", ["missing 3"]],
    ["a removed end", "DELETE FROM audit_entries WHERE seq = 6", ["missing 6"]],
    ["a removed beginning", "DELETE FROM audit_entries WHERE seq = 1", ["missing 1"]],
    [
      "two rows in each other's place",
      `UPDATE audit_entries SET seq = -seq WHERE seq IN (2, 3);
       UPDATE audit_entries SET seq = CASE seq WHEN -2 THEN 3 ELSE 2 END WHERE seq < 0`,
      ["changed 2", "reordered 3"],
    ],
    [
      "a row beside the chain",
      `INSERT INTO audit_entries (at, actor, actor_kind, action, target, namespace, outcome, remote_address, trace_id)
       VALUES (now(), 'Eve', 'user', 'config.put', 't', '', 'allowed', '', '')`,
      ["unchained 0"],
    ],
  ])("finds %s and says which", async (_what, sql, found) => {
    await forge(`${OFF} ${sql} ${ON}`);
    expect(await verify()).toEqual(found);
  });

  it("finds a row that was rewritten with its hash, by the one that stands on it", async () => {
    const [third] = await store.audit.list({ limit: 1, target: "t3" });
    if (!third) throw new Error("no third entry");
    const hash = hashEntry({ ...third, actor: "Eve" });
    await forge(`${OFF} UPDATE audit_entries SET actor = 'Eve', hash = '${hash}' WHERE seq = 3 ${ON}`);
    expect(await verify()).toEqual(["changed 3"]);
  });

  it("finds a chain that was written anew, or cut off, by a head kept elsewhere", async () => {
    const { head } = await store.audit.verify();
    expect((await store.audit.verify([head])).ok).toBe(true);
    expect((await store.audit.verify([{ ...head, hash: "0".repeat(64) }])).problems).toMatchObject([
      { kind: "pin", seq: 6 },
    ]);
    await forge(
      `${OFF} DELETE FROM audit_entries WHERE seq = 6 ${ON}
       UPDATE audit_head SET seq = 5, hash = (SELECT hash FROM audit_entries WHERE seq = 5)`,
    );
    expect((await store.audit.verify()).ok).toBe(true);
    expect((await store.audit.verify([head])).problems).toMatchObject([{ kind: "pin", seq: 6 }]);
  });

  it("leaves no gap where a transaction was taken back", async () => {
    await expect(
      store.transaction(async (tx) => {
        await tx.audit.append(entry("never"));
        throw new Error("no");
      }),
    ).rejects.toThrow("no");
    await store.audit.append(entry("after"));
    expect((await store.audit.list({ limit: 1 }))[0]).toMatchObject({ seq: 7, target: "after" });
    expect(await verify()).toEqual([]);
  });
}

describe("the audit chain on PGlite", () => {
  const folders: string[] = [];
  const template = newFolder();
  beforeAll(async () => {
    await (await openAppStore({ dataDir: template })).close();
  });
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  function newFolder() {
    const folder = mkdtempSync(join(tmpdir(), "heddle-chain-"));
    folders.push(folder);
    return folder;
  }

  async function open() {
    const dataDir = newFolder();
    // Making a database takes seconds, copying an empty one does not.
    cpSync(template, dataDir, { recursive: true });
    let store = await openAppStore({ dataDir });
    const proxy = { get: () => store };
    const forge: Forge = async (sql) => {
      await store.close();
      const database = await PGlite.create(join(dataDir, "state"));
      await database.exec(sql);
      await database.close();
      store = await openAppStore({ dataDir });
    };
    return { store: new Proxy({} as AppStore, { get: (_, name) => Reflect.get(proxy.get(), name) }), forge };
  }
  findsForgeries(open);

  it("takes in entries from before there was a chain, in their order, once", async () => {
    const { store, forge } = await open();
    await store.audit.append(entry("old"));
    await forge(
      `${OFF} INSERT INTO audit_entries (at, actor, actor_kind, action, target, namespace, outcome, remote_address, trace_id, detail)
       SELECT now(), 'Ada', 'user', 'config.put', 'old' || n, 'shop', 'allowed', '', '', '{"n": 1}' FROM generate_series(1, 1200) AS n;
       UPDATE audit_entries SET seq = NULL, prev_hash = NULL, hash = NULL ${ON} DELETE FROM audit_head`,
    );
    expect(await store.audit.verify()).toMatchObject({ ok: true, entries: 1201, head: { seq: 1201 } });
    await expect(forge("UPDATE audit_entries SET actor = 'y'")).rejects.toThrow("cannot be changed");
  });
});

describe.skipIf(bin === undefined)("the audit chain on PostgreSQL", () => {
  let server: TestPostgres;
  const opened: AppStore[] = [];
  let count = 0;
  beforeAll(async () => {
    server = await startPostgres(bin ?? "");
  });
  afterAll(async () => {
    for (const store of opened) await store.close();
    await server.stop();
  });

  async function openAt(databaseUrl: string) {
    const store = await openAppStore({ dataDir: tmpdir(), databaseUrl });
    opened.push(store);
    return store;
  }
  async function open() {
    const databaseUrl = await server.database(`chain_${++count}`);
    const forge: Forge = async (sql) => {
      const client = new pg.Client({ connectionString: databaseUrl });
      await client.connect();
      await client.query(sql).finally(() => client.end());
    };
    return { store: await openAt(databaseUrl), forge, databaseUrl };
  }
  findsForgeries(open);

  it("is one chain under two consoles that write at once, whatever they lock before and after", async () => {
    const { store: one, databaseUrl } = await open();
    const two = await openAt(databaseUrl);
    const write = (store: AppStore, i: number) =>
      store.transaction(async (tx) => {
        const config = () => tx.config.write("local", [{ ...object, yaml: `${i}`, actor: "Ada", reason: "" }]);
        if (i % 2 === 0) await config();
        await tx.audit.append(entry(`w${i}`));
        if (i % 2 === 1) await config();
      });
    const results = await Promise.allSettled(Array.from({ length: 60 }, (_, i) => write(i % 3 ? one : two, i)));
    expect(results.filter(({ status }) => status === "rejected")).toEqual([]);
    expect(await two.audit.verify()).toMatchObject({ ok: true, entries: 60, head: { seq: 60 } });
    expect(await one.config.revision("local")).toBe(60);
  });
});

const object = {
  key: { group: "networking.istio.io", version: "v1", plural: "virtualservices", namespace: "shop", name: "reviews" },
  kind: "VirtualService",
};
