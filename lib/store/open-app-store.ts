import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { PrismaPg } from "@prisma/adapter-pg";
import { type Prisma, PrismaClient } from "@prisma/client";
import pg from "pg";
import { PrismaPGlite } from "pglite-prisma-adapter";
import type { NewAuditEntry } from "../model/audit-entry";
import { HeddleError } from "../model/heddle-error";
import { apiTokenStore } from "./app/api-token-store";
import { auditBacklog } from "./app/audit-backlog";
import { appendToChain, auditStore } from "./app/audit-store";
import { authorityStore } from "./app/authority-store";
import { changeStore } from "./app/change-store";
import { configStore } from "./app/config-store";
import { type Database, inTransaction } from "./app/database";
import { fleetStore } from "./app/fleet-store";
import { joinTokenStore } from "./app/join-token-store";
import { leaseStore } from "./app/lease-store";
import { invitationStore, signInLinkStore } from "./app/link-store";
import { type MigrationConnection, migrateDatabase } from "./app/migrate-database";
import { notifyStore } from "./app/notify-store";
import { personStore } from "./app/person-store";
import { rolloutStore } from "./app/rollout-store";
import { sealAuditChain } from "./app/seal-audit-chain";
import { sessionStore } from "./app/session-store";
import { signInFailureStore } from "./app/sign-in-failure-store";
import type { AppStore, AuditStore, SecretVault, StoreTx } from "./app-store";
import { type FolderLock, lockFolder } from "./folder-lock";

export interface OpenAppStoreOptions {
  dataDir: string;
  /** postgresql://…; absent: PGlite under `dataDir`/state */
  databaseUrl?: string | undefined;
  /** seals addresses and secrets of notification targets; absent: none can be added */
  vault?: SecretVault | undefined;
}

/**
 * Opens everything the console keeps and brings its tables up to date. Throws HeddleError `unavailable` when another process
 * holds the folder, the database does not answer, or it belongs to another version.
 */
export async function openAppStore({ dataDir, databaseUrl, vault = NO_VAULT }: OpenAppStoreOptions): Promise<AppStore> {
  try {
    return databaseUrl ? await openPostgres(databaseUrl, vault) : await openPglite(resolve(dataDir), vault);
  } catch (error) {
    if (error instanceof HeddleError) throw error;
    throw new HeddleError("unavailable", {
      what: "Could not open the console's database.",
      why: error instanceof Error ? error.message : String(error),
      next: databaseUrl ? "Check DATABASE_URL and that the server runs." : `Check the folder ${dataDir} and its disk.`,
      cause: error,
    });
  }
}

const noVault = (): never => {
  throw new Error("This store was opened without a vault; it keeps no secrets.");
};
const NO_VAULT: SecretVault = { seal: noVault, open: noVault };

async function openPostgres(connectionString: string, vault: SecretVault): Promise<AppStore> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await migrateDatabase({
      rows: async (query) => (await client.query(query)).rows,
      script: async (text) => void (await client.query(text)),
    });
  } finally {
    await client.end();
  }
  const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString, max: 10 }) });
  return openSealed(prisma, vault, async () => undefined);
}

async function openPglite(dataDir: string, vault: SecretVault): Promise<AppStore> {
  mkdirSync(dataDir, { recursive: true });
  const lock = lockFolder(join(dataDir, "state.lock"), "the console's data");
  let database: PGlite | undefined;
  try {
    database = await PGlite.create(join(dataDir, "state"));
    await migrateDatabase(overPglite(database));
  } catch (error) {
    await database?.close().catch(() => undefined);
    lock.release();
    throw error;
  }
  const prisma = new PrismaClient({ adapter: pgliteAdapter(database) });
  return openSealed(prisma, vault, () => closePglite(database, lock));
}

/** The audit chain has its head before anything can be written. */
async function openSealed(
  prisma: PrismaClient,
  vault: SecretVault,
  closeEngine: () => Promise<void>,
): Promise<AppStore> {
  const store = appStore(prisma, vault, closeEngine);
  try {
    await sealAuditChain(prisma);
    return store;
  } catch (error) {
    await store.close().catch(() => undefined);
    throw error;
  }
}

/** The adapter was built against older typings of the same interface: told apart by name only. */
function pgliteAdapter(database: PGlite): PrismaPg {
  return new PrismaPGlite(database) as unknown as PrismaPg;
}

function overPglite(database: PGlite): MigrationConnection {
  return {
    rows: async (query) => (await database.query<{ migration_name: string; checksum: string }>(query)).rows,
    script: async (text) => void (await database.exec(text)),
  };
}

async function closePglite(database: PGlite, lock: FolderLock): Promise<void> {
  try {
    await database.close();
  } finally {
    lock.release();
  }
}

function storesOf(db: Database, vault: SecretVault, append: AuditStore["append"]) {
  return {
    people: personStore(db),
    invitations: invitationStore(db),
    sessions: sessionStore(db),
    signInLinks: signInLinkStore(db),
    signInFailures: signInFailureStore(db),
    apiTokens: apiTokenStore(db),
    audit: { ...auditStore(db, append), ...auditBacklog(db) },
    changes: changeStore(db),
    config: configStore(db),
    rollouts: rolloutStore(db),
    notify: notifyStore(db, vault),
    leases: leaseStore(db),
    authorities: authorityStore(db),
    joinTokens: joinTokenStore(db),
    fleet: fleetStore(db),
  };
}

/** The work's audit entries are written last, in its transaction: see AuditStore.append. */
async function workAndAudit<T>(
  tx: Prisma.TransactionClient,
  vault: SecretVault,
  work: (tx: StoreTx) => Promise<T>,
): Promise<T> {
  const entries: NewAuditEntry[] = [];
  const result = await work(storesOf(tx, vault, async (entry) => void entries.push(entry)));
  for (const entry of entries) await appendToChain(tx, entry);
  return result;
}

function appStore(prisma: PrismaClient, vault: SecretVault, closeEngine: () => Promise<void>): AppStore {
  let closing: Promise<void> | undefined;
  return {
    ...storesOf(prisma, vault, (entry) => inTransaction(prisma, (tx) => appendToChain(tx, entry))),
    transaction: (work) => inTransaction(prisma, (tx) => workAndAudit(tx, vault, work)),
    async ping() {
      await prisma.$queryRaw`SELECT 1`;
    },
    close() {
      closing ??= prisma.$disconnect().then(closeEngine);
      return closing;
    },
  };
}
