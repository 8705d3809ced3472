import type { Prisma } from "@prisma/client";
import type { RolloutStore } from "../../rollouts/rollout-store";
import type { Database } from "./database";

type Part = Pick<RolloutStore, "enqueueNotice" | "dueNotices" | "noticeSent" | "noticeFailed">;

/** The outbox: messages are written with what they tell of, and sent afterwards. */
export function rolloutNotices(db: Database): Part {
  return {
    async enqueueNotice({ rolloutId, kind, payload, createdAtMs }) {
      const at = new Date(createdAtMs);
      const data = { rolloutId, kind, payload: payload as Prisma.InputJsonValue, createdAt: at, nextAt: at };
      await db.rolloutNotice.create({ data });
    },
    async dueNotices(nowMs, limit) {
      const rows = await db.rolloutNotice.findMany({
        where: { sentAt: null, nextAt: { lte: new Date(nowMs) } },
        orderBy: { id: "asc" },
        take: limit,
      });
      return rows.map(({ id, rolloutId, kind, payload, createdAt, attempts }) => ({
        id: String(id),
        rolloutId,
        kind,
        payload,
        createdAtMs: createdAt.getTime(),
        attempts,
      }));
    },
    async noticeSent(id, nowMs) {
      await db.rolloutNotice.update({ where: { id: BigInt(id) }, data: { sentAt: new Date(nowMs) } });
    },
    async noticeFailed(id, nextAtMs, error) {
      await db.rolloutNotice.update({
        where: { id: BigInt(id) },
        data: { nextAt: new Date(nextAtMs), attempts: { increment: 1 }, lastError: error.slice(0, 500) },
      });
    },
  };
}
