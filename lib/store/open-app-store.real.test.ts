import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openAppStore } from "./open-app-store";

let dataDir: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "heddle-state-"));
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  rmSync(dataDir, { recursive: true, force: true });
});

const key = {
  group: "networking.istio.io",
  version: "v1",
  plural: "virtualservices",
  namespace: "shop",
  name: "reviews",
};

/** Writes without pause in a process of its own and prints the number of every acknowledged write. */
function startWriter(): ChildProcess {
  const script = `
    import { openAppStore } from ${JSON.stringify(join(import.meta.dirname, "open-app-store.ts"))};
    const store = await openAppStore({ dataDir: ${JSON.stringify(dataDir)} });
    for (let i = 1; ; i++) {
      const item = { key: ${JSON.stringify(key)}, kind: "VirtualService", yaml: "text " + i, actor: "writer", reason: "" };
      await store.config.write("local", [item]);
      process.stdout.write(i + "\\n");
    }`;
  const file = join(dataDir, "writer.mts");
  writeFileSync(file, script);
  const child = spawn(process.execPath, ["--import", "tsx", file], { stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  return child;
}

/** Kills the child once it has acknowledged `count` writes; gives the last number it printed. */
function killAfter(child: ChildProcess, count: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout?.on("data", (chunk) => {
      text += chunk;
      if (text.split("\n").length > count) child.kill("SIGKILL");
    });
    child.on("error", reject);
    child.on("close", () => resolve(Number(text.slice(0, text.lastIndexOf("\n")).split("\n").at(-1))));
  });
}

describe("openAppStore on PGlite", () => {
  it("loses no acknowledged write when its process is killed, and heals the lock that is left", async () => {
    const last = await killAfter(startWriter(), 100);
    expect(last).toBeGreaterThanOrEqual(100);
    const store = await openAppStore({ dataDir });
    try {
      const current = await store.config.get("local", key);
      const reached = Number(current?.resourceVersion);
      expect(reached).toBeGreaterThanOrEqual(last);
      expect(reached).toBeLessThanOrEqual(last + 1);
      expect(current?.yaml).toBe(`text ${reached}`);
      expect(await store.config.history("local", key)).toHaveLength(reached);
    } finally {
      await store.close();
    }
  });

  it("tells a second opener who holds the folder, and lets it in after the first has closed", async () => {
    const first = await openAppStore({ dataDir });
    const second = openAppStore({ dataDir });
    await expect(second).rejects.toMatchObject({
      code: "unavailable",
      why: expect.stringContaining(`process ${process.pid} on ${hostname()}`),
      next: expect.stringContaining("HEDDLE_DATA_DIR"),
    });
    await first.close();
    const third = await openAppStore({ dataDir });
    await third.ping();
    await third.close();
  });

  it("opens again with everything in place, applying no migration twice", async () => {
    const first = await openAppStore({ dataDir });
    await first.config.write("local", [{ key, kind: "VirtualService", yaml: "x", actor: "a", reason: "" }]);
    await first.close();
    const again = await openAppStore({ dataDir });
    expect((await again.config.get("local", key))?.yaml).toBe("x");
    await again.close();
  });

  it("refuses a database that a newer version has migrated", async () => {
    await (await openAppStore({ dataDir })).close();
    const database = await PGlite.create(join(dataDir, "state"));
    await database.exec(`INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count)
      VALUES ('x', 'y', now(), '29990101000000_future', 1)`);
    await database.close();
    const opening = openAppStore({ dataDir });
    await expect(opening).rejects.toMatchObject({
      code: "unavailable",
      why: expect.stringContaining("29990101000000_future"),
    });
  });

  it("keeps audit entries from being changed or removed, in the database itself", async () => {
    const store = await openAppStore({ dataDir });
    const entry = {
      action: "a",
      actor: "x",
      actorKind: "user" as const,
      target: "t",
      namespace: "",
      outcome: "allowed" as const,
    };
    await store.audit.append({ ...entry, remoteAddress: "", traceId: "", actorId: "", via: "" });
    await store.close();
    const database = await PGlite.create(join(dataDir, "state"));
    await expect(database.exec("UPDATE audit_entries SET actor = 'y'")).rejects.toThrow("cannot be changed");
    await expect(database.exec("DELETE FROM audit_entries")).rejects.toThrow("cannot be changed");
    await expect(database.exec("TRUNCATE audit_entries")).rejects.toThrow("cannot be changed");
    await database.close();
  });
});
