import { Prisma, type PrismaClient } from "@prisma/client";

/** The client itself or one of its transactions. */
export type Database = PrismaClient | Prisma.TransactionClient;

/** Runs `work` in the transaction that `db` already is, or in a new one. */
export function inTransaction<T>(db: Database, work: (tx: Prisma.TransactionClient) => Promise<T>): Promise<T> {
  return "$transaction" in db ? db.$transaction(work, { maxWait: 10_000, timeout: 20_000 }) : work(db);
}

const MOST_TRIES = 4;
/** Two transactions that wait for each other: the database ends one of them, and nothing of it stays. */
const WRITE_CONFLICT = "P2034";

/** Runs a transaction again when it lost against another one. Its work must do nothing outside the database. */
export async function withRetries<T>(transaction: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await transaction();
    } catch (error) {
      const lost = error instanceof Prisma.PrismaClientKnownRequestError && error.code === WRITE_CONFLICT;
      if (!lost || tries === MOST_TRIES) throw error;
    }
  }
}
