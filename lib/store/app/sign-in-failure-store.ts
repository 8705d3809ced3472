import { Prisma } from "@prisma/client";
import type { SignInFailureStore } from "../identity-stores";
import type { Database } from "./database";

/** Rows swept beside one that is counted: more than it adds, so that the table does not grow while somebody guesses. */
const SWEPT = 50;

/** Counts of wrong passwords as rows. Keys are locked in one order, so that consoles that count the same ones do not wait in a circle. */
export function signInFailureStore(db: Database): SignInFailureStore {
  return {
    async add(keys, nowMs, windowMs) {
      const [now, until] = [new Date(nowMs), new Date(nowMs + windowMs)];
      const rows = Prisma.join([...new Set(keys)].sort().map((key) => Prisma.sql`(${key}, 1, ${until})`));
      await db.$executeRaw`
        INSERT INTO sign_in_failures AS known (key, count, until) VALUES ${rows}
        ON CONFLICT (key) DO UPDATE SET
          count = CASE WHEN known.until > ${now} THEN known.count + 1 ELSE 1 END,
          until = CASE WHEN known.until > ${now} THEN known.until ELSE excluded.until END`;
      await db.$executeRaw`
        DELETE FROM sign_in_failures WHERE key IN (
          SELECT key FROM sign_in_failures WHERE until <= ${now} ORDER BY until LIMIT ${SWEPT} FOR UPDATE SKIP LOCKED)`;
    },
    async counts(keys, nowMs) {
      const rows = await db.signInFailure.findMany({
        where: { key: { in: [...keys] }, until: { gt: new Date(nowMs) } },
      });
      return rows.map(({ key, count, until }) => ({ key, count, untilMs: until.getTime() }));
    },
    async forget(key) {
      await db.signInFailure.deleteMany({ where: { key } });
    },
  };
}
