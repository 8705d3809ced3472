import type { TelemetryEngine } from "./engine";
import { type Retention, SCHEMA_STEPS, timeToLive } from "./schema";
import { Sql, sql } from "./sql";

/** Brings the tables up to date and their time to live to what `retention` says. Cheap when nothing is to be done. */
export async function migrateSchema(engine: TelemetryEngine, retention: Retention): Promise<void> {
  await engine.command(
    sql`CREATE TABLE IF NOT EXISTS schema_steps (step UInt32, at DateTime DEFAULT now()) ENGINE = MergeTree ORDER BY step`,
  );
  const done = new Set(
    (await engine.rows<{ step: number }>(sql`SELECT step FROM schema_steps`)).map((row) => row.step),
  );
  for (const [i, statements] of SCHEMA_STEPS.entries()) {
    if (done.has(i + 1)) continue;
    for (const statement of statements) await engine.command(new Sql(statement));
    await engine.command(sql`INSERT INTO schema_steps (step) VALUES (${i + 1})`);
  }
  const tables = await engine.rows<{ name: string; text: string }>(
    sql`SELECT name, create_table_query AS text FROM system.tables WHERE database = currentDatabase()`,
  );
  for (const [table, ttl] of Object.entries(timeToLive(retention))) {
    const known = tables.find((row) => row.name === table);
    if (!known || known.text.includes(`TTL ${ttl} `)) continue;
    await engine.command(new Sql(`ALTER TABLE ${table} MODIFY TTL ${ttl} SETTINGS materialize_ttl_after_modify = 0`));
  }
}
