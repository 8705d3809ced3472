import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { afterAll, expect, it } from "vitest";
import { consoleVault, type KeyVault, openVault } from "@/lib/mesh/xds/ca/key-vault";
import { openAppStore } from "@/lib/store/open-app-store";

const dataDir = mkdtempSync(join(tmpdir(), "heddle-secrets-"));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const vault = consoleVault({ dataDir });
const URL = "https://hooks.example/services/T0/B0/very-secret";
const row = {
  id: "t1",
  name: "release room",
  kind: "slack" as const,
  url: URL,
  secret: "s3cret",
  kinds: null,
  enabled: true,
  createdAtMs: 0,
};

async function rows(change?: string): Promise<{ url: string; secret: string }[]> {
  const database = await PGlite.create(join(dataDir, "state"));
  if (change) await database.exec(change);
  const found = await database.query<{ url: string; secret: string }>(
    "SELECT url, secret FROM notify_targets ORDER BY id",
  );
  await database.close();
  return found.rows;
}

async function withStore<T>(sealing: KeyVault, work: (store: Awaited<ReturnType<typeof openAppStore>>) => Promise<T>) {
  const store = await openAppStore({ dataDir, vault: sealing });
  return work(store).finally(() => store.close());
}

const isSealed = ({ url, secret }: { url: string; secret: string }) =>
  !url.includes("http") && !secret.includes("s3cret") && url.startsWith("v1.") && secret.startsWith("v1.");

it("addresses and secrets of targets are stored sealed, and rows from before are sealed when read", async () => {
  await withStore(vault, ({ notify }) => notify.createTarget(row));
  expect((await rows()).map(isSealed)).toEqual([true]);
  expect(await withStore(vault, ({ notify }) => notify.targets())).toMatchObject([{ url: URL, secret: "s3cret" }]);

  const [plain] = await rows(`UPDATE notify_targets SET url = '${URL}', secret = 's3cret'`);
  expect(plain).toEqual({ url: URL, secret: "s3cret" });
  expect(await withStore(vault, ({ notify }) => notify.targets())).toMatchObject([{ url: URL, secret: "s3cret" }]);
  expect((await rows()).map(isSealed)).toEqual([true]);

  const other = openVault({ secret: "another key than the one before" });
  await expect(withStore(other, ({ notify }) => notify.targets())).rejects.toMatchObject({ code: "unavailable" });
  await rows(
    "INSERT INTO notify_targets SELECT 't2', name, kind, url, secret, kinds, enabled, created_at FROM notify_targets",
  );
  await expect(withStore(vault, ({ notify }) => notify.targets())).rejects.toMatchObject({ code: "unavailable" });
});
