import type { Prisma } from "@prisma/client";
import type { NewAuditEntry } from "../../model/audit-entry";
import type { AuditStore } from "../app-store";
import { appendToChain } from "./audit-store";
import { type Database, inTransaction } from "./database";

const AT_ONCE = 100;

/** Entries of acts that did not wait for the chain: kept in a table of their own until it takes them. */
export function auditBacklog(db: Database): Pick<AuditStore, "postpone" | "fillIn"> {
  return {
    async postpone(entry) {
      const happenedAt = new Date().toISOString();
      const detail = { ...(entry.detail as object | undefined), happenedAt };
      await db.auditBacklog.create({ data: { entry: { ...entry, detail } as unknown as Prisma.InputJsonValue } });
    },
    async fillIn() {
      let filled = 0;
      while (filled < AT_ONCE && (await inTransaction(db, fillOne))) filled++;
      return filled;
    },
  };
}

/** The oldest entry leaves the backlog and enters the chain in one transaction: never lost, never there twice. */
async function fillOne(tx: Prisma.TransactionClient): Promise<boolean> {
  const [oldest] = await tx.$queryRaw<{ entry: NewAuditEntry }[]>`
    DELETE FROM audit_backlog WHERE id = (SELECT id FROM audit_backlog ORDER BY id LIMIT 1 FOR UPDATE)
    RETURNING entry`;
  if (!oldest) return false;
  await appendToChain(tx, oldest.entry);
  return true;
}
