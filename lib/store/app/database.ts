import type { Prisma, PrismaClient } from "@prisma/client";

/** The client itself or one of its transactions. */
export type Database = PrismaClient | Prisma.TransactionClient;

/** Runs `work` in the transaction that `db` already is, or in a new one, again when that was lost to another: it must do nothing outside of it. */
export function inTransaction<T>(db: Database, work: (tx: Prisma.TransactionClient) => Promise<T>): Promise<T> {
  if (!("$transaction" in db)) return work(db);
  return withRetries(() => db.$transaction(work, { maxWait: 10_000, timeout: 20_000 }));
}

const MOST_TRIES = 4;
/** A deadlock, or two that cannot be put in order: the database ends one of them, and nothing of it stays (SQLSTATE class 40). */
const LOST = new Set(["40P01", "40001", "P2034"]);

async function withRetries<T>(transaction: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await transaction();
    } catch (error) {
      if (!isLost(error) || tries === MOST_TRIES) throw error;
    }
  }
}

/** Prisma names the cause by its own code, in the meta of a raw statement, or in the driver's error below it, whichever way it was met. */
function isLost(error: unknown, depth = 0): boolean {
  if (typeof error !== "object" || error === null || depth > 4) return false;
  const { code, originalCode, kind, meta, cause, driverAdapterError } = error as Record<string, unknown>;
  if ([code, originalCode].some((one) => LOST.has(String(one))) || kind === "TransactionWriteConflict") return true;
  return [meta, cause, driverAdapterError].some((inner) => isLost(inner, depth + 1));
}
