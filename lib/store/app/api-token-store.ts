import type { ApiToken } from "@prisma/client";
import { Actor } from "../../model/actor";
import type { ApiTokenRow, ApiTokenStore } from "../identity-stores";
import type { Database } from "./database";
import { personOf } from "./person-store";

export function apiTokenStore(db: Database): ApiTokenStore {
  return {
    async create(row) {
      const { id, name, tokenHash, actor, ownerId, readOnly } = row;
      await db.apiToken.create({
        data: {
          id,
          name,
          tokenHash,
          actor,
          ownerId,
          readOnly,
          createdAt: new Date(row.createdAtMs),
          expiresAt: dateOf(row.expiresAtMs),
          lastUsedAt: dateOf(row.lastUsedAtMs),
        },
      });
    },
    async find(tokenHash) {
      const row = await db.apiToken.findUnique({ where: { tokenHash }, include: { owner: true } });
      return row && { token: rowOf(row), owner: row.owner && personOf(row.owner) };
    },
    async list() {
      const rows = await db.apiToken.findMany({ orderBy: [{ createdAt: "desc" }, { id: "desc" }] });
      return rows.map(rowOf);
    },
    async remove(id) {
      const { count } = await db.apiToken.deleteMany({ where: { id } });
      return count > 0;
    },
    async touch(id, nowMs) {
      await db.apiToken.updateMany({ where: { id }, data: { lastUsedAt: new Date(nowMs) } });
    },
  };
}

function rowOf(row: ApiToken): ApiTokenRow {
  return {
    id: row.id,
    name: row.name,
    tokenHash: row.tokenHash,
    actor: Actor.parse(row.actor),
    ownerId: row.ownerId,
    readOnly: row.readOnly,
    createdAtMs: row.createdAt.getTime(),
    expiresAtMs: row.expiresAt?.getTime() ?? null,
    lastUsedAtMs: row.lastUsedAt?.getTime() ?? null,
  };
}

function dateOf(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}
