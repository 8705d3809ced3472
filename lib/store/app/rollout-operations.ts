import type { Prisma, RolloutOperation as Row } from "@prisma/client";
import type { BaselineObject, OperationRow, RolloutStore } from "../../rollouts/rollout-store";
import { type Database, inTransaction } from "./database";
import { isStaleEpoch } from "./lease-store";

const json = (value: unknown) => value as Prisma.InputJsonValue;
const KEPT = 20;

type Part = Pick<RolloutStore, "putBaseline" | "baseline" | "beginOperation" | "finishOperation" | "operations">;

/** Baselines and writes of runs. */
export function rolloutOperations(db: Database, lease: string): Part {
  return {
    async putBaseline(rolloutId, objects) {
      const data = { objects: json(objects) };
      await db.rolloutBaseline.upsert({ where: { rolloutId }, create: { rolloutId, ...data }, update: data });
    },
    async baseline(rolloutId) {
      const row = await db.rolloutBaseline.findUnique({ where: { rolloutId } });
      return (row?.objects ?? []) as unknown as BaselineObject[];
    },
    beginOperation: (row) =>
      inTransaction(db, async (tx) => {
        if (await isStaleEpoch(tx, lease, row.epoch)) return false;
        const { startedAtMs, items, written, ...rest } = row;
        await tx.rolloutOperation.create({
          data: { ...rest, items: json(items), written: json(written), startedAt: new Date(startedAtMs) },
        });
        return true;
      }),
    async finishOperation(id, { state, revision, written }) {
      await db.rolloutOperation.update({ where: { id }, data: { state, revision, written: json(written) } });
    },
    async operations(rolloutId) {
      const rows = await db.rolloutOperation.findMany({
        where: { rolloutId, state: { not: "failed" } },
        orderBy: { startedAt: "desc" },
        take: KEPT,
      });
      return rows.map(operationOf);
    },
  };
}

function operationOf({ startedAt, ...row }: Row): OperationRow {
  return {
    ...row,
    state: row.state as OperationRow["state"],
    items: row.items as unknown as BaselineObject[],
    written: row.written as unknown as BaselineObject[],
    startedAtMs: startedAt.getTime(),
  };
}
