import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openAppStore } from "../store/open-app-store";
import { findPostgres, startPostgres, type TestPostgres } from "../store/testing/start-postgres";
import { RolloutChores } from "./chores/rollout-chores";
import { RolloutBench } from "./testing/rollout-bench";
import { abortRollout, resumeRollout } from "./verbs/steer-run";

const bin = findPostgres();

describe.skipIf(!bin)("R12, an audit log that takes no entry", () => {
  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startPostgres(bin ?? "");
  });
  afterAll(() => postgres.stop());

  it("holds up everything but the way back, whose entries are in the chain later, also after a restart", async () => {
    const databaseUrl = await postgres.database("audit_outage");
    const sql = async (text: string) => {
      const client = new pg.Client({ connectionString: databaseUrl });
      await client.connect();
      await client.query(text).finally(() => client.end());
    };
    const store = await openAppStore({ dataDir: "", databaseUrl });
    const bench = new RolloutBench(store);
    await bench.seed();
    bench.controller();
    const { id } = await bench.started();
    await bench.until(id, ["baking"]);
    await sql("ALTER TABLE audit_entries RENAME TO audit_entries_away");

    const input = { id, ...(await bench.input(id)) };
    await expect(resumeRollout({ ctx: bench.as("ada"), input })).rejects.toThrow();
    await abortRollout({ ctx: bench.as("ada"), input: { ...input, reason: "it hurts" } });
    await bench.until(id, ["rolledBack"]);
    expect((await bench.texts())[0]).not.toContain("subset: v2");
    await bench.stop();
    await store.close();

    const again = await openAppStore({ dataDir: "", databaseUrl }).catch(async () => {
      await sql("ALTER TABLE audit_entries_away RENAME TO audit_entries");
      return openAppStore({ dataDir: "", databaseUrl });
    });
    await sql("ALTER TABLE IF EXISTS audit_entries_away RENAME TO audit_entries");
    const chores = new RolloutChores({ ...bench.app, store: again });
    await Promise.all([chores.round(), chores.round()]);
    const entries = await again.audit.list({ limit: 50 });
    const late = entries
      .filter(({ detail }) => (detail as { happenedAt?: string }).happenedAt !== undefined)
      .toReversed();
    expect(late[0]).toMatchObject({ actor: "ada", action: "rollout.abort", detail: { reason: "it hurts" } });
    const writes = late.filter(({ action }) => action === "rollout.write");
    expect(writes.length).toBeGreaterThanOrEqual(1);
    expect(new Set(writes.map(({ detail }) => (detail as { operation: string }).operation)).size).toBe(writes.length);
    const moves = late.filter(({ actor, action }) => actor === "heddle-rollout" && action !== "rollout.write");
    expect(moves.map(({ detail }) => (detail as { to: string }).to).at(-1)).toBe("rolledBack");
    expect(await again.audit.verify()).toMatchObject({ ok: true });
    expect(await again.audit.fillIn()).toBe(0);
    await again.close();
  });
});
