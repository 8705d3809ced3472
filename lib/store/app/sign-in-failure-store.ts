import { Prisma } from "@prisma/client";
import type { SignInFailureStore } from "../identity-stores";
import { type Database, inTransaction } from "./database";

/** Rows swept beside one that is counted: more than it adds, so that the table does not grow while somebody guesses. */
const SWEPT = 50;

/** Counts of attempts as rows. Keys are locked in one order, so that consoles that count the same ones do not wait in a circle. */
export function signInFailureStore(db: Database): SignInFailureStore {
  return {
    async take(keys, nowMs, windowMs) {
      const [now, until] = [new Date(nowMs), new Date(nowMs + windowMs)];
      const most = new Map(keys.map((one) => [one.key, one.most]));
      const wanted = [...most.keys()].sort();
      const full = await inTransaction(db, async (tx) => {
        // Locks every key, those that are new too: what is read next is not counted by anybody else meanwhile.
        await tx.$executeRaw`
          INSERT INTO sign_in_failures AS known (key, count, until)
          VALUES ${Prisma.join(wanted.map((key) => Prisma.sql`(${key}, 0, ${until})`))}
          ON CONFLICT (key) DO UPDATE SET
            count = CASE WHEN known.until > ${now} THEN known.count ELSE 0 END,
            until = CASE WHEN known.until > ${now} THEN known.until ELSE excluded.until END`;
        const rows = await tx.signInFailure.findMany({ where: { key: { in: wanted } } });
        const reached = rows.filter(({ key, count }) => count >= (most.get(key) ?? 0));
        if (reached.length > 0) return reached;
        await tx.signInFailure.updateMany({ where: { key: { in: wanted } }, data: { count: { increment: 1 } } });
        return [];
      });
      await db.$executeRaw`
        DELETE FROM sign_in_failures WHERE key IN (
          SELECT key FROM sign_in_failures WHERE until <= ${now} ORDER BY until LIMIT ${SWEPT} FOR UPDATE SKIP LOCKED)`;
      return full.map(({ key, until: end }) => ({ key, untilMs: end.getTime() }));
    },
    async giveBack(keys) {
      const sorted = [...new Set(keys)].sort();
      await inTransaction(db, async (tx) => {
        await tx.$queryRaw`SELECT key FROM sign_in_failures WHERE key IN (${Prisma.join(sorted)}) ORDER BY key FOR UPDATE`;
        const where = { key: { in: sorted }, count: { gt: 0 } };
        await tx.signInFailure.updateMany({ where, data: { count: { decrement: 1 } } });
      });
    },
    async forget(key) {
      await db.signInFailure.deleteMany({ where: { key } });
    },
  };
}
