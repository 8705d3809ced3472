import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openAppStore } from "../open-app-store";
import { findPostgres, startPostgres, type TestPostgres } from "../testing/start-postgres";

const bin = findPostgres();

describe.skipIf(!bin)("transactions that PostgreSQL ends for the sake of another", () => {
  let postgres: TestPostgres;
  let store: Awaited<ReturnType<typeof openAppStore>>;
  let sql: pg.Client;

  beforeAll(async () => {
    postgres = await startPostgres(bin ?? "");
    const databaseUrl = await postgres.database("lost");
    store = await openAppStore({ dataDir: "", databaseUrl });
    sql = new pg.Client({ connectionString: databaseUrl });
    await sql.connect();
    await sql.query("CREATE SEQUENCE tries");
  });
  afterAll(async () => {
    await sql.end();
    await store.close();
    await postgres.stop();
  });

  afterEach(() => sql.query("DROP FUNCTION IF EXISTS lose() CASCADE"));

  it.each([
    ["40P01", "deadlock_detected"],
    ["40001", "serialization_failure"],
  ])("%s is tried again, in raw statements and in others, and what was done is done once", async (_code, condition) => {
    await sql.query(`CREATE OR REPLACE FUNCTION lose() RETURNS trigger AS $$
      BEGIN
        IF nextval('tries') < 3 THEN RAISE EXCEPTION 'lost' USING ERRCODE = '${condition}'; END IF;
        RETURN NEW;
      END; $$ LANGUAGE plpgsql`);
    for (const table of ["rollout_queue", "rollout_keys"]) {
      await sql.query("SELECT setval('tries', 1, false)");
      await sql.query(`CREATE TRIGGER lose BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION lose()`);
      const key = `${condition} ${table}`;
      let runs = 0;
      await store.transaction(async ({ rollouts }) => {
        runs++;
        const actor = { kind: "user" as const, id: "a", name: "ada", roles: [], namespaces: null };
        if (table === "rollout_keys") await rollouts.rememberKey("r", key);
        else await rollouts.enqueue({ rolloutId: key, actor, via: "", reason: "", queuedAtMs: 1 });
      });
      await sql.query(`DROP TRIGGER lose ON ${table}`);
      expect(runs).toBe(3);
    }
    const keys = await sql.query("SELECT key FROM rollout_keys WHERE key LIKE $1", [`${condition}%`]);
    expect(keys.rows).toHaveLength(1);
  });
});
