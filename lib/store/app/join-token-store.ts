import type { Prisma } from "@prisma/client";
import type { JoinTokenRow, JoinTokenStore } from "../app-store";
import { type Database, inTransaction } from "./database";
import { issuedCertificateStore } from "./issued-certificate-store";

const WITH_PROXIES = {
  admissions: { select: { proxyId: true, admittedAt: true }, orderBy: { admittedAt: "asc" } },
} as const;

export function joinTokenStore(db: Database): JoinTokenStore {
  return {
    ...issuedCertificateStore(db),
    async create({ createdAtMs, expiresAtMs, ...row }) {
      const data = { ...row, createdAt: new Date(createdAtMs), expiresAt: new Date(expiresAtMs) };
      await db.joinToken.create({ data });
    },
    async list(mesh) {
      const orderBy = [{ createdAt: "desc" as const }, { id: "asc" as const }];
      return (await db.joinToken.findMany({ where: { mesh }, orderBy, include: WITH_PROXIES })).map(rowOf);
    },
    async get(id) {
      const row = await db.joinToken.findUnique({ where: { id }, include: WITH_PROXIES });
      return row && rowOf(row);
    },
    async remove(id) {
      const { count } = await db.joinToken.deleteMany({ where: { id } });
      return count > 0;
    },
    async find(mesh, tokenHash) {
      const row = await db.joinToken.findFirst({ where: { mesh, tokenHash }, include: WITH_PROXIES });
      return row && rowOf(row);
    },
    admit: (tokenId, proxyId, nowMs) => inTransaction(db, (tx) => admit(tx, tokenId, proxyId, nowMs)),
    async standing(tokenIds) {
      const rows = await db.joinToken.findMany({ where: { id: { in: [...tokenIds] } }, select: { id: true } });
      return new Set(rows.map(({ id }) => id));
    },
  };
}

async function admit(
  tx: Prisma.TransactionClient,
  tokenId: string,
  proxyId: string,
  nowMs: number,
): Promise<"admitted" | "expired" | "usedUp"> {
  // Locks the token, so that proxies that come at once are counted one after the other.
  const [token] = await tx.$queryRaw<{ max_proxies: number; expires_at: Date }[]>`
    SELECT max_proxies, expires_at FROM join_tokens WHERE id = ${tokenId} FOR UPDATE`;
  const admitted = await tx.joinAdmission.findMany({ where: { tokenId }, select: { proxyId: true } });
  if (admitted.some((one) => one.proxyId === proxyId)) return "admitted";
  if (!token || new Date(token.expires_at).getTime() <= nowMs) return "expired";
  if (admitted.length >= token.max_proxies) return "usedUp";
  await tx.joinAdmission.create({ data: { tokenId, proxyId, admittedAt: new Date(nowMs) } });
  return "admitted";
}

type Row = Prisma.JoinTokenGetPayload<{ include: typeof WITH_PROXIES }>;

function rowOf({ createdAt, expiresAt, admissions, ...row }: Row): JoinTokenRow {
  return {
    ...row,
    createdAtMs: createdAt.getTime(),
    expiresAtMs: expiresAt.getTime(),
    proxies: admissions.map(({ proxyId }) => proxyId),
    lastAdmittedAtMs: admissions.at(-1)?.admittedAt.getTime() ?? null,
  };
}
