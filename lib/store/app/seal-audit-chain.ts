import type { PrismaClient } from "@prisma/client";
import { CHAIN_START, hashEntry } from "./audit-chain";
import { entryOf } from "./audit-store";

const PAGE = 1000;
const TIMEOUT_MS = 600_000;

/**
 * Gives the audit chain its head, once. Entries from before there was a chain are put into it in the order they were written; this is the
 * only time that an entry is updated, so the trigger that forbids it rests for the transaction.
 */
export async function sealAuditChain(prisma: PrismaClient): Promise<void> {
  if (await prisma.auditHead.findUnique({ where: { id: 1 } })) return;
  await prisma.$transaction(
    async (tx) => {
      // Two consoles that start at once: the second waits here and finds the head.
      await tx.$executeRaw`LOCK TABLE audit_entries IN ACCESS EXCLUSIVE MODE`;
      if (await tx.auditHead.findUnique({ where: { id: 1 } })) return;
      await tx.$executeRaw`ALTER TABLE audit_entries DISABLE TRIGGER audit_entries_append_only`;
      let { seq, hash } = CHAIN_START;
      for (let after = 0n; ; ) {
        const rows = await tx.auditEntry.findMany({ where: { id: { gt: after } }, orderBy: { id: "asc" }, take: PAGE });
        for (const row of rows) {
          const prevHash = hash;
          seq += 1;
          hash = hashEntry(entryOf({ ...row, seq: BigInt(seq), prevHash, hash: "" }));
          await tx.auditEntry.update({ where: { id: row.id }, data: { seq: BigInt(seq), prevHash, hash } });
        }
        const last = rows.at(-1);
        if (rows.length < PAGE || !last) break;
        after = last.id;
      }
      await tx.auditHead.create({ data: { id: 1, seq: BigInt(seq), hash } });
      await tx.$executeRaw`ALTER TABLE audit_entries ENABLE TRIGGER audit_entries_append_only`;
    },
    { maxWait: TIMEOUT_MS, timeout: TIMEOUT_MS },
  );
}
