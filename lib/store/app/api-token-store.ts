import type { ApiToken } from "@prisma/client";
import { Actor } from "../../model/actor";
import type { ApiTokenRow, ApiTokenStore } from "../app-store";
import type { Database } from "./database";

export function apiTokenStore(db: Database): ApiTokenStore {
  return {
    async create(row) {
      const { id, name, tokenHash, actor } = row;
      await db.apiToken.create({
        data: {
          id,
          name,
          tokenHash,
          actor,
          createdAt: new Date(row.createdAtMs),
          expiresAt: dateOf(row.expiresAtMs),
          lastUsedAt: dateOf(row.lastUsedAtMs),
        },
      });
    },
    async find(tokenHash) {
      const row = await db.apiToken.findUnique({ where: { tokenHash } });
      return row && rowOf(row);
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
    createdAtMs: row.createdAt.getTime(),
    expiresAtMs: row.expiresAt?.getTime() ?? null,
    lastUsedAtMs: row.lastUsedAt?.getTime() ?? null,
  };
}

function dateOf(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}
