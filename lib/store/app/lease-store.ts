import type { LeaseStore } from "../../rollouts/rollout-store";
import type { Database } from "./database";

/** Leases as rows. Every taking makes a new epoch; times are the database's own. */
export function leaseStore(db: Database): LeaseStore {
  return {
    async take(name, holder, ttlMs) {
      const rows = await db.$queryRaw<{ epoch: number }[]>`
        INSERT INTO leases (name, holder, epoch, expires_at)
        VALUES (${name}, ${holder}, 1, clock_timestamp() + ${ttlMs}::double precision * interval '1 millisecond')
        ON CONFLICT (name) DO UPDATE
          SET holder = excluded.holder, epoch = leases.epoch + 1, expires_at = excluded.expires_at
          WHERE leases.expires_at < clock_timestamp() OR leases.holder = excluded.holder
        RETURNING epoch`;
      return rows[0]?.epoch ?? null;
    },
    async renew(name, holder, epoch, ttlMs) {
      const count = await db.$executeRaw`
        UPDATE leases SET expires_at = clock_timestamp() + ${ttlMs}::double precision * interval '1 millisecond'
        WHERE name = ${name} AND holder = ${holder} AND epoch = ${epoch}`;
      return count === 1;
    },
    async release(name, holder, epoch) {
      await db.$executeRaw`
        UPDATE leases SET expires_at = clock_timestamp() - interval '1 second'
        WHERE name = ${name} AND holder = ${holder} AND epoch = ${epoch}`;
    },
  };
}

/** Whether a newer leader than `epoch` holds the lease. Holds the row against a change of leader until the transaction ends. */
export async function isStaleEpoch(db: Database, name: string, epoch: number): Promise<boolean> {
  const rows = await db.$queryRaw<{ epoch: number }[]>`SELECT epoch FROM leases WHERE name = ${name} FOR SHARE`;
  return (rows[0]?.epoch ?? 0) !== epoch;
}
