import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MemoryFleetStore } from "../mesh/xds/fleet/memory-fleet-store";
import type { AppStore, FleetStore } from "./app-store";
import { openAppStore } from "./open-app-store";
import { findPostgres, startPostgres, type TestPostgres } from "./testing/start-postgres";

const bin = findPostgres();
const KEEP_MS = 60_000;
const NOTHING: ReadonlyMap<string, number> = new Map();

describe.each(["memory", "PGlite", ...(bin ? ["PostgreSQL"] : [])])("words between consoles in %s", (engine) => {
  const dataDir = mkdtempSync(join(tmpdir(), "heddle-fleet-"));
  const mesh = randomUUID();
  let server: TestPostgres | undefined;
  let app: AppStore | undefined;
  let store: FleetStore;
  beforeAll(async () => {
    if (engine === "PostgreSQL") server = await startPostgres(bin ?? "");
    if (engine !== "memory") app = await openAppStore({ dataDir, databaseUrl: await server?.database("fleet") });
    store = app?.fleet ?? new MemoryFleetStore();
  }, 60_000);
  afterAll(async () => {
    await app?.close();
    await server?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  it("others hear what one says, it does not hear itself, and no other mesh hears it", async () => {
    expect(await store.tell(mesh, "a", { proxies: ["web"] })).toBe(true);
    expect(await store.hear(mesh, "b", KEEP_MS, NOTHING)).toMatchObject([
      { console: "a", version: 1, report: { proxies: ["web"] } },
    ]);
    expect(await store.hear(mesh, "a", KEEP_MS, NOTHING)).toEqual([]);
    expect(await store.hear("another", "b", KEEP_MS, NOTHING)).toEqual([]);
  });

  it("what is known comes without the report until it changes; a word that says nothing new is heard as life", async () => {
    const known = new Map([["a", 1]]);
    const [before] = await store.hear(mesh, "b", KEEP_MS, known);
    expect(before).not.toHaveProperty("report");
    expect(await store.tell(mesh, "a", null)).toBe(true);
    const [after] = await store.hear(mesh, "b", KEEP_MS, known);
    expect(after).toMatchObject({ version: 1 });
    expect(after?.silentMs).toBeLessThan(KEEP_MS);
    await store.tell(mesh, "a", { proxies: [] });
    expect(await store.hear(mesh, "b", KEEP_MS, known)).toMatchObject([{ version: 2, report: { proxies: [] } }]);
  });

  it("who was silent for too long is forgotten, and is told so when it speaks again", async () => {
    expect(await store.tell(mesh, "never spoke", null)).toBe(false);
    expect(await store.hear(mesh, "b", -1, NOTHING)).toEqual([]);
    expect(await store.tell(mesh, "a", null)).toBe(false);
  });
});
