import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { HeddleError } from "../../model/heddle-error";

/** The little that migrating needs of a database connection. */
export interface MigrationConnection {
  rows(query: string): Promise<{ migration_name: string; checksum: string }[]>;
  /** Runs a script of several statements. */
  script(text: string): Promise<void>;
}

/** The bookkeeping table of `prisma migrate`, so that its command line and this runner see the same. */
const BOOKKEEPING = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`;

/** The advisory lock that `prisma migrate` takes: two consoles that start at once migrate one after the other. */
const LOCK = 72707369;

/**
 * Applies what is missing of prisma/migrations, each in a transaction of its own. Throws HeddleError `unavailable` when the
 * database holds migrations this Heddle does not know, or others under the same name.
 */
export async function migrateDatabase(connection: MigrationConnection): Promise<void> {
  const wanted = readMigrations(findMigrations(import.meta.dirname));
  await connection.script(`SELECT pg_advisory_lock(${LOCK})`);
  try {
    await connection.script(BOOKKEEPING);
    const applied = await connection.rows(
      "SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL",
    );
    for (const { migration_name, checksum } of applied) {
      if (!wanted.some((one) => one.name === migration_name && one.checksum === checksum))
        throw foreign(migration_name);
    }
    const done = new Set(applied.map((row) => row.migration_name));
    for (const migration of wanted) if (!done.has(migration.name)) await apply(connection, migration);
  } finally {
    await connection.script(`SELECT pg_advisory_unlock(${LOCK})`).catch(() => undefined);
  }
}

interface Migration {
  name: string;
  text: string;
  checksum: string;
}

async function apply(connection: MigrationConnection, { name, text, checksum }: Migration): Promise<void> {
  const note = `INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count)
    VALUES ('${randomUUID()}', '${checksum}', now(), '${name}', 1)`;
  try {
    await connection.script(`BEGIN;\n${text}\n;${note};\nCOMMIT;`);
  } catch (error) {
    await connection.script("ROLLBACK").catch(() => undefined);
    throw error;
  }
}

function readMigrations(folder: string): Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^[0-9a-z_]+$/.test(entry.name))
    .map((entry) => {
      const text = readFileSync(join(folder, entry.name, "migration.sql"), "utf8");
      return { name: entry.name, text, checksum: createHash("sha256").update(text).digest("hex") };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The folder is looked for upwards: from the source in development, from dist/ in a build. */
function findMigrations(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, "prisma", "migrations");
    if (existsSync(candidate)) return candidate;
    if (folder === dirname(folder)) throw new Error("The folder prisma/migrations is missing from this installation.");
  }
}

function foreign(name: string): HeddleError {
  return new HeddleError("unavailable", {
    what: "Could not open the database.",
    why: `It was brought to its present form by another version of Heddle (migration ${name}).`,
    next: "Run the version that was used last, or give this one a database of its own.",
  });
}
