import { Prisma } from "@prisma/client";
import type { JoinTokenStore } from "../app-store";
import { type Database, inTransaction } from "./database";

/** The certificates of join tokens. That a token is gone sets theirs to none (the foreign key): withdrawn, in the same step. */
export function issuedCertificateStore(
  db: Database,
): Pick<JoinTokenStore, "record" | "withdrawn" | "countIssued" | "dropEnded"> {
  return {
    async record(mesh, entries) {
      if (entries.length === 0) return;
      await inTransaction(db, async (tx) => {
        const wanted = [...new Set(entries.map(({ tokenId }) => tokenId))].sort();
        // Held until the rows are in: a token that goes meanwhile takes them along.
        const found = await tx.$queryRaw<{ id: string }[]>`
          SELECT id FROM join_tokens WHERE id IN (${Prisma.join(wanted)}) ORDER BY id FOR KEY SHARE`;
        const standing = new Set(found.map(({ id }) => id));
        const data = entries.map(({ tokenId, issuedAtMs, expiresAtMs, ...entry }) => ({
          ...{ mesh, ...entry, tokenId: standing.has(tokenId) ? tokenId : null },
          ...{ issuedAt: new Date(issuedAtMs), expiresAt: new Date(expiresAtMs) },
        }));
        await tx.issuedCertificate.createMany({ data, skipDuplicates: true });
      });
    },
    async withdrawn(mesh, afterMs) {
      const rows = await db.issuedCertificate.findMany({
        where: { mesh, tokenId: null, expiresAt: { gt: new Date(afterMs) } },
        select: { serial: true, authority: true, issuedAt: true },
        orderBy: [{ authority: "asc" }, { serial: "asc" }],
      });
      return rows.map(({ issuedAt, ...row }) => ({ ...row, issuedAtMs: issuedAt.getTime() }));
    },
    countIssued: (tokenId, afterMs) =>
      db.issuedCertificate.count({ where: { tokenId, expiresAt: { gt: new Date(afterMs) } } }),
    async dropEnded(mesh, untilMs) {
      await db.issuedCertificate.deleteMany({ where: { mesh, expiresAt: { lte: new Date(untilMs) } } });
    },
  };
}
