import { Prisma } from "@prisma/client";
import type { Delivery, NotifyStore, NotifyTargetRow } from "../../rollouts/notify/notify-store";
import type { SecretVault } from "../app-store";
import { type Database, inTransaction } from "./database";

/** Who is told of rollouts, and what is still on its way to them. */
export function notifyStore(db: Database, vault: SecretVault): NotifyStore {
  return {
    async targets() {
      const rows = await db.notifyTarget.findMany({ orderBy: { createdAt: "asc" } });
      return Promise.all(
        rows.map(async (row) => ({ ...(await opened(db, vault, row)), ...(await stateOf(db, row.id)) })),
      );
    },
    async createTarget({ createdAtMs, kinds, ...row }) {
      await db.notifyTarget.create({
        data: { ...row, ...sealed(vault, row), kinds: kinds ?? Prisma.DbNull, createdAt: new Date(createdAtMs) },
      });
    },
    async updateTarget({ id, name, kinds, enabled, ...secrets }) {
      const data = { name, enabled, ...sealed(vault, { id, ...secrets }), kinds: kinds ?? Prisma.DbNull };
      return (await db.notifyTarget.updateMany({ where: { id }, data })).count === 1;
    },
    async removeTarget(id) {
      return (await db.notifyTarget.deleteMany({ where: { id } })).count === 1;
    },
    fanOut: (nowMs, limit) => inTransaction(db, (tx) => fanOut(tx, new Date(nowMs), limit)),
    async take(nowMs, leaseMs, limit) {
      const taken = await db.$queryRaw<{ notice_id: bigint; target_id: string }[]>`
        UPDATE notify_deliveries SET next_at = ${new Date(nowMs + leaseMs)}
        WHERE (notice_id, target_id) IN (
          SELECT notice_id, target_id FROM notify_deliveries
          WHERE sent_at IS NULL AND given_up_at IS NULL AND next_at <= ${new Date(nowMs)}
          ORDER BY next_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
        RETURNING notice_id, target_id`;
      return Promise.all(taken.map((row) => deliveryOf(db, vault, row.notice_id, row.target_id)));
    },
    async sent({ noticeId, target }, nowMs) {
      await db.notifyDelivery.updateMany({
        where: { noticeId: BigInt(noticeId), targetId: target.id },
        data: { sentAt: new Date(nowMs), attempts: { increment: 1 }, lastError: null },
      });
    },
    async failed({ noticeId, target }, error, nowMs, nextAtMs) {
      const end = nextAtMs === null ? { givenUpAt: new Date(nowMs) } : { nextAt: new Date(nextAtMs) };
      await db.notifyDelivery.updateMany({
        where: { noticeId: BigInt(noticeId), targetId: target.id },
        data: { ...end, attempts: { increment: 1 }, lastError: error.slice(0, 500) },
      });
    },
  };
}

async function fanOut(tx: Database, now: Date, limit: number): Promise<void> {
  const notices = await tx.rolloutNotice.findMany({
    where: { sentAt: null, nextAt: { lte: now } },
    orderBy: { id: "asc" },
    take: limit,
  });
  if (notices.length === 0) return;
  const targets = (await tx.notifyTarget.findMany({ where: { enabled: true } })).map(({ id, kinds }) => ({
    id,
    kinds: kindsOf(kinds),
  }));
  const data = notices.flatMap((notice) =>
    targets
      .filter(({ kinds }) => kinds === null || kinds.includes(notice.kind))
      .map((target) => ({ noticeId: notice.id, targetId: target.id, nextAt: now })),
  );
  await tx.notifyDelivery.createMany({ data, skipDuplicates: true });
  await tx.rolloutNotice.updateMany({ where: { id: { in: notices.map(({ id }) => id) } }, data: { sentAt: now } });
}

async function deliveryOf(db: Database, vault: SecretVault, noticeId: bigint, targetId: string): Promise<Delivery> {
  const row = await db.notifyDelivery.findUniqueOrThrow({
    where: { noticeId_targetId: { noticeId, targetId } },
    include: { notice: true, target: true },
  });
  const { notice, target, attempts } = row;
  return {
    id: `${noticeId}-${targetId}`,
    noticeId: String(noticeId),
    rolloutId: notice.rolloutId,
    kind: notice.kind,
    payload: notice.payload,
    createdAtMs: notice.createdAt.getTime(),
    attempts,
    target: await opened(db, vault, target),
  };
}

async function stateOf(db: Database, targetId: string) {
  const [sent, open, waiting] = await Promise.all([
    db.notifyDelivery.findFirst({ where: { targetId, sentAt: { not: null } }, orderBy: { noticeId: "desc" } }),
    db.notifyDelivery.findFirst({ where: { targetId, sentAt: null }, orderBy: { noticeId: "desc" } }),
    db.notifyDelivery.count({ where: { targetId, sentAt: null, givenUpAt: null } }),
  ]);
  return { lastSentAtMs: sent?.sentAt?.getTime() ?? null, lastError: open?.lastError ?? null, waiting };
}

type Row = Prisma.NotifyTargetGetPayload<object>;
type Secrets = Pick<NotifyTargetRow, "id" | "url" | "secret">;

/** Address and secret as they are stored: a Slack address lets whoever knows it write. "" stays "": there is no secret. */
function sealed(vault: SecretVault, { id, url, secret }: Secrets): Omit<Secrets, "id"> {
  const { seal } = vault;
  return { url: seal(url, `notify ${id} url`), secret: secret === "" ? "" : seal(secret, `notify ${id} secret`) };
}

/** A row with its secrets open. Rows from before they were sealed are known by their plain address, and sealed now. */
async function opened(db: Database, vault: SecretVault, row: Row): Promise<NotifyTargetRow> {
  const { id, url, secret } = row;
  if (/^https?:/.test(url)) {
    await db.notifyTarget.updateMany({ where: { id, url }, data: sealed(vault, row) });
    return toTarget(row);
  }
  const { open } = vault;
  return toTarget({
    ...row,
    url: open(url, `notify ${id} url`),
    secret: secret === "" ? "" : open(secret, `notify ${id} secret`),
  });
}

const kindsOf = (kinds: Prisma.JsonValue): string[] | null => (Array.isArray(kinds) ? kinds.map(String) : null);

function toTarget({ id, name, kind, url, secret, kinds, enabled, createdAt }: Row): NotifyTargetRow {
  return {
    id,
    name,
    kind: kind === "slack" ? "slack" : "webhook",
    url,
    secret,
    kinds: kindsOf(kinds),
    enabled,
    createdAtMs: createdAt.getTime(),
  };
}
