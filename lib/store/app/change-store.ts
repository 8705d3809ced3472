import type { Change as Row } from "@prisma/client";
import { Change } from "../../model/change";
import type { ConfigKey } from "../../model/config-object";
import type { ChangeStore } from "../app-store";
import { type Database, inTransaction } from "./database";

/** Changes are numbered 1, 2, 3 … within their mesh. `propagation` is the control plane's to tell: [] here. */
export function changeStore(db: Database): ChangeStore {
  return {
    create: (change) =>
      inTransaction(db, async (tx) => {
        const { mesh } = change;
        const counter = await tx.meshCounter.upsert({
          where: { mesh },
          create: { mesh, changeNumber: 1 },
          update: { changeNumber: { increment: 1 } },
        });
        const objects = new Set(change.items.map((item) => objectPath(item.key)));
        const row = await tx.change.create({
          data: {
            id: change.id,
            mesh,
            number: counter.changeNumber,
            state: change.state,
            author: change.author,
            reason: change.reason,
            createdAt: new Date(change.createdAt),
            items: change.items,
            revision: change.revision,
            rollsBack: change.rollsBack ?? null,
            targets: { create: [...objects].map((object) => ({ object })) },
          },
        });
        return changeOf(row);
      }),
    async update(id, { state, revision, items }) {
      await db.change.updateMany({
        where: { id },
        data: {
          ...(state === undefined ? {} : { state }),
          ...(revision === undefined ? {} : { revision }),
          ...(items === undefined ? {} : { items }),
        },
      });
    },
    async get(id) {
      const row = await db.change.findUnique({ where: { id } });
      return row && changeOf(row);
    },
    async list({ mesh, limit, target }) {
      const rows = await db.change.findMany({
        where: { mesh, ...(target ? { targets: { some: { object: objectPath(target) } } } : {}) },
        orderBy: { number: "desc" },
        take: limit,
      });
      return rows.map(changeOf);
    },
  };
}

function changeOf(row: Row): Change {
  const { createdAt, rollsBack, ...rest } = row;
  return Change.parse({
    ...rest,
    createdAt: createdAt.toISOString(),
    propagation: [],
    ...(rollsBack === null ? {} : { rollsBack }),
  });
}

/** An object is the same under every version of its API. */
function objectPath({ group, plural, namespace, name }: ConfigKey): string {
  return `${group}/${plural}/${namespace}/${name}`;
}
