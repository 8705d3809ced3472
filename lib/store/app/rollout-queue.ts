import type { Prisma } from "@prisma/client";
import { Actor } from "../../model/actor";
import type { RolloutStore } from "../../rollouts/rollout-store";
import type { Database } from "./database";

type Part = Pick<RolloutStore, "enqueue" | "dequeue" | "queue">;

/** Rollouts that wait for their targets. */
export function rolloutQueue(db: Database): Part {
  return {
    async enqueue({ rolloutId, queuedAtMs, actor, via, reason }) {
      const said = { actor: actor as Prisma.InputJsonValue, via, reason };
      await db.rolloutQueueEntry.upsert({
        where: { rolloutId },
        create: { rolloutId, queuedAt: new Date(queuedAtMs), ...said },
        update: said,
      });
    },
    async dequeue(rolloutId) {
      return (await db.rolloutQueueEntry.deleteMany({ where: { rolloutId } })).count === 1;
    },
    async queue() {
      const rows = await db.rolloutQueueEntry.findMany({ orderBy: [{ queuedAt: "asc" }, { rolloutId: "asc" }] });
      return rows.map(({ queuedAt, actor, ...row }) => ({
        ...row,
        actor: Actor.parse(actor),
        queuedAtMs: queuedAt.getTime(),
      }));
    },
  };
}
