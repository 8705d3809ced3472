import { Prisma, type AuditEntry as Row } from "@prisma/client";
import { AuditEntry } from "../../model/audit-entry";
import type { AuditStore } from "../app-store";
import type { Database } from "./database";

/** Entries in the order they were written, newest first when listed. `before` is an entry's id. */
export function auditStore(db: Database): AuditStore {
  return {
    async append(entry) {
      const detail = entry.detail === undefined ? Prisma.DbNull : (entry.detail as Prisma.InputJsonValue | null);
      const row = await db.auditEntry.create({
        data: { ...entry, detail: detail === null ? Prisma.JsonNull : detail, at: new Date() },
      });
      return entryOf(row);
    },
    async list({ limit, before, action, actor, target }) {
      const rows = await db.auditEntry.findMany({
        where: {
          ...(before !== undefined && /^[0-9]{1,18}$/.test(before) ? { id: { lt: BigInt(before) } } : {}),
          ...(action === undefined ? {} : { action }),
          ...(actor === undefined ? {} : { actor }),
          ...(target === undefined ? {} : { target }),
        },
        orderBy: { id: "desc" },
        take: limit,
      });
      return rows.map(entryOf);
    },
  };
}

function entryOf({ id, at, detail, ...rest }: Row): AuditEntry {
  return AuditEntry.parse({
    id: id.toString(),
    at: at.toISOString(),
    ...rest,
    ...(detail === null ? {} : { detail }),
  });
}
