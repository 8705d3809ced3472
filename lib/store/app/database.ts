import type { Prisma, PrismaClient } from "@prisma/client";

/** The client itself or one of its transactions. */
export type Database = PrismaClient | Prisma.TransactionClient;

/** Runs `work` in the transaction that `db` already is, or in a new one. */
export function inTransaction<T>(db: Database, work: (tx: Prisma.TransactionClient) => Promise<T>): Promise<T> {
  return "$transaction" in db ? db.$transaction(work, { maxWait: 10_000, timeout: 20_000 }) : work(db);
}
