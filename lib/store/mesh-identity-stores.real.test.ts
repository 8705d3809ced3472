import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { AppStore, AuthorityRow, JoinTokenRow } from "./app-store";
import { openAppStore } from "./open-app-store";
import { findPostgres, startPostgres, type TestPostgres } from "./testing/start-postgres";

const bin = findPostgres();
const engines = ["PGlite", ...(bin ? ["PostgreSQL"] : [])];
const NOW = 1_800_000_000_000;

describe.each(engines)("authorities and join tokens on %s", (engine) => {
  const dataDir = mkdtempSync(join(tmpdir(), "heddle-mesh-identity-"));
  let server: TestPostgres | undefined;
  let store: AppStore;
  let mesh = "";
  beforeAll(async () => {
    if (engine === "PostgreSQL") server = await startPostgres(bin ?? "");
    store = await openAppStore({ dataDir, databaseUrl: await server?.database("identity") });
  }, 60_000);
  afterAll(async () => {
    await store?.close();
    await server?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  beforeEach(() => {
    mesh = `mesh-${randomUUID()}`;
  });

  const authority = (number: number, more: Partial<AuthorityRow> = {}): AuthorityRow => ({
    ...{ mesh, number, state: "active" as const, rootCert: "root", rootKey: "sealed" },
    ...{ intermediateCert: "intermediate", intermediateKey: "sealed too", createdAtMs: NOW, stateAtMs: NOW },
    ...more,
  });

  describe("an authority", () => {
    it("comes back as it was written, by number, and in no other mesh", async () => {
      await store.authorities.insert(authority(2, { state: "incoming" }));
      await store.authorities.insert(authority(1));
      expect(await store.authorities.list(mesh)).toEqual([authority(1), authority(2, { state: "incoming" })]);
      expect(await store.authorities.list("another")).toEqual([]);
    });

    it("is made once when several consoles make it at once", async () => {
      const made = await Promise.all(
        ["a", "b", "c", "d"].map((rootCert) => store.authorities.insert(authority(1, { rootCert }))),
      );
      expect(made.filter(Boolean)).toHaveLength(1);
      const [kept] = await store.authorities.list(mesh);
      expect(kept?.rootCert).toBe(["a", "b", "c", "d"][made.indexOf(true)]);
    });

    it("moves on only from the state it is in, and once", async () => {
      await store.authorities.insert(authority(1, { state: "incoming" }));
      const move = () => store.authorities.move(mesh, 1, "incoming", "active", NOW + 5);
      expect((await Promise.all([move(), move(), move()])).filter(Boolean)).toHaveLength(1);
      expect(await store.authorities.list(mesh)).toEqual([authority(1, { stateAtMs: NOW + 5 })]);
      expect(await store.authorities.move(mesh, 7, "active", "retiring", NOW)).toBe(false);
      await store.authorities.remove(mesh, 1);
      expect(await store.authorities.list(mesh)).toEqual([]);
    });
  });

  const create = async (
    more: Partial<Omit<JoinTokenRow, "proxies" | "lastAdmittedAtMs">> = {},
  ): Promise<Omit<JoinTokenRow, "proxies" | "lastAdmittedAtMs">> => {
    const id = randomUUID();
    const who = { name: "bootstrap", namespace: "shop", workload: "web", serviceAccount: "web", createdBy: "ada" };
    const times = { maxProxies: 1, createdAtMs: NOW, expiresAtMs: NOW + 60_000 };
    const row = { id, mesh, ...who, tokenHash: `hash of ${id}`, ...times, ...more };
    await store.joinTokens.create(row);
    return row;
  };
  const proxiesOf = async (id: string) => (await store.joinTokens.get(id))?.proxies;

  describe("a join token", () => {
    it("is found by its hash in its own mesh alone, and comes back as it was written", async () => {
      const row = await create();
      expect(await store.joinTokens.find(mesh, row.tokenHash)).toEqual({ ...row, proxies: [], lastAdmittedAtMs: null });
      expect(await store.joinTokens.find("another", row.tokenHash)).toBeNull();
      expect(await store.joinTokens.find(mesh, row.id)).toBeNull();
      expect(await store.joinTokens.list(mesh)).toEqual([{ ...row, proxies: [], lastAdmittedAtMs: null }]);
    });

    it("of one use admits one of many proxies that come at once, and that one as often as it comes", async () => {
      const { id } = await create();
      const proxies = Array.from({ length: 12 }, (_, i) => `web-${i}.shop`);
      const outcomes = await Promise.all(proxies.map((proxy) => store.joinTokens.admit(id, proxy, NOW)));
      expect(outcomes.filter((one) => one === "admitted")).toHaveLength(1);
      expect(outcomes.filter((one) => one === "usedUp")).toHaveLength(11);
      const first = proxies[outcomes.indexOf("admitted")] ?? "";
      expect(await proxiesOf(id)).toEqual([first]);
      const again = await Promise.all([1, 2, 3].map(() => store.joinTokens.admit(id, first, NOW + 1)));
      expect(again).toEqual(["admitted", "admitted", "admitted"]);
      expect(await proxiesOf(id)).toEqual([first]);
    });

    it("of three uses admits three", async () => {
      const { id } = await create({ maxProxies: 3 });
      const outcomes = await Promise.all(
        Array.from({ length: 8 }, (_, i) => store.joinTokens.admit(id, `web-${i}.shop`, NOW)),
      );
      expect(outcomes.filter((one) => one === "admitted")).toHaveLength(3);
      expect(await proxiesOf(id)).toHaveLength(3);
      expect((await store.joinTokens.get(id))?.lastAdmittedAtMs).toBe(NOW);
    });

    it("admits nobody new from the millisecond of its end on, but still those it knows", async () => {
      const { id, expiresAtMs } = await create({ maxProxies: 5 });
      expect(await store.joinTokens.admit(id, "web-1.shop", expiresAtMs - 1)).toBe("admitted");
      expect(await store.joinTokens.admit(id, "web-2.shop", expiresAtMs)).toBe("expired");
      expect(await store.joinTokens.admit(id, "web-1.shop", expiresAtMs + 1e9)).toBe("admitted");
    });

    it("that was revoked stands no more, admits nobody, and takes its admissions with it", async () => {
      const [kept, gone] = [await create(), await create()];
      await store.joinTokens.admit(gone.id, "web-1.shop", NOW);
      expect(await store.joinTokens.remove(gone.id)).toBe(true);
      expect(await store.joinTokens.remove(gone.id)).toBe(false);
      expect([...(await store.joinTokens.standing([kept.id, gone.id]))]).toEqual([kept.id]);
      expect(await store.joinTokens.find(mesh, gone.tokenHash)).toBeNull();
      expect(await store.joinTokens.admit(gone.id, "web-1.shop", NOW)).toBe("expired");
    });

    it("that is revoked while proxies come leaves none admitted", async () => {
      const { id } = await create({ maxProxies: 100 });
      const coming = Array.from({ length: 10 }, (_, i) =>
        store.joinTokens.admit(id, `web-${i}.shop`, NOW).catch(() => "failed"),
      );
      await Promise.all([...coming, store.joinTokens.remove(id)]);
      expect(await store.joinTokens.get(id)).toBeNull();
      expect(await store.joinTokens.admit(id, "web-0.shop", NOW)).toBe("expired");
    });
  });

  describe("a certificate", () => {
    const entry = (serial: string, tokenId: string, more: { authority?: number; expiresAtMs?: number } = {}) => ({
      ...{ serial, authority: 1, tokenId, proxyId: "web-1.shop", issuedAtMs: NOW, expiresAtMs: NOW + 60_000 },
      ...more,
    });
    const withdrawn = async (afterMs = NOW) =>
      (await store.joinTokens.withdrawn(mesh, afterMs)).map(({ serial }) => serial);

    it("is withdrawn with its token, in its own mesh, until it ends", async () => {
      const [kept, gone] = [await create(), await create()];
      await store.joinTokens.record(mesh, [
        entry("02", gone.id),
        entry("01", gone.id, { authority: 2 }),
        entry("03", kept.id),
        entry("04", gone.id, { expiresAtMs: NOW }),
      ]);
      expect(await withdrawn()).toEqual([]);
      expect(await store.joinTokens.countIssued(gone.id, NOW)).toBe(2);
      await store.joinTokens.remove(gone.id);
      expect(await store.joinTokens.withdrawn(mesh, NOW)).toEqual([
        { serial: "02", authority: 1, issuedAtMs: NOW },
        { serial: "01", authority: 2, issuedAtMs: NOW },
      ]);
      expect(await store.joinTokens.withdrawn("another", NOW)).toEqual([]);
      await store.joinTokens.dropEnded(mesh, NOW);
      expect(await withdrawn(0)).toEqual(["02", "01"]);
      await store.joinTokens.dropEnded(mesh, NOW + 60_000);
      expect(await withdrawn(0)).toEqual([]);
    });

    it("is noted once, and withdrawn from the start when its token is gone already", async () => {
      const [kept, gone] = [await create(), await create()];
      await store.joinTokens.remove(gone.id);
      await store.joinTokens.record(mesh, [entry("05", kept.id), entry("06", gone.id)]);
      await store.joinTokens.record(mesh, [entry("05", gone.id)]);
      expect(await withdrawn()).toEqual(["06"]);
    });

    it("that is issued while its token is revoked is withdrawn, whichever comes first", async () => {
      const { id } = await create();
      const serials = Array.from({ length: 12 }, (_, i) => `1${i.toString(16)}`);
      const issuing = serials.map((serial) => store.joinTokens.record(mesh, [entry(serial, id)]));
      await Promise.all([...issuing, store.joinTokens.remove(id)]);
      expect(await withdrawn()).toEqual(serials);
    });
  });
});
