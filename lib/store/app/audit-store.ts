import { Prisma, type AuditEntry as Row } from "@prisma/client";
import { AuditEntry, type AuditHead, type NewAuditEntry } from "../../model/audit-entry";
import type { AuditFilter, AuditStore } from "../app-store";
import { CHAIN_START, ChainWalk, hashEntry } from "./audit-chain";
import type { Database } from "./database";

const PAGE = 1000;
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** Entries in the order of the chain, newest first when listed. `before` is an entry's seq. */
export function auditStore(db: Database, append: AuditStore["append"]): Omit<AuditStore, "postpone" | "fillIn"> {
  return {
    append,
    async list({ limit, before, ...filter }) {
      const cursor = before !== undefined && /^[0-9]{1,15}$/.test(before) ? { seq: { lt: BigInt(before) } } : {};
      const rows = await db.auditEntry.findMany({
        where: { AND: [whereOf(filter), cursor, { seq: { not: null } }] },
        orderBy: { seq: "desc" },
        take: limit,
      });
      return rows.map(entryOf);
    },
    head: () => readHead(db),
    async verify(pins) {
      // What is written meanwhile stands after this head and is left to the next look.
      const head = await readHead(db);
      const walk = new ChainWalk(pins);
      for await (const row of rowsUpTo(db, head.seq)) walk.add(entryOf(row));
      walk.end(head);
      const unchained = await db.auditEntry.findFirst({ where: { seq: null }, orderBy: { id: "asc" } });
      if (unchained) walk.unchained(unchained.id.toString());
      return { ok: walk.problems.length === 0, entries: walk.entries, head, problems: walk.problems };
    },
  };
}

/** Puts an entry at the end of the chain, which is locked from here until the transaction ends. */
export async function appendToChain(tx: Prisma.TransactionClient, given: NewAuditEntry): Promise<void> {
  const entry = storable(given);
  // The lock is held until the transaction ends: whoever writes next stands on this entry or on none.
  const [row] = await tx.$queryRaw<{ seq: bigint; hash: string }[]>`
    SELECT seq, hash FROM audit_head WHERE id = 1 FOR UPDATE`;
  if (!row) throw new Error("The audit chain has no head; the database was not opened by openAppStore.");
  const seq = row.seq + 1n;
  const at = new Date();
  const sealed = { ...entry, at: at.toISOString(), seq: Number(seq), prevHash: row.hash };
  const hash = hashEntry({ ...sealed, id: "" });
  const detail = entry.detail === undefined || entry.detail === null ? Prisma.DbNull : entry.detail;
  await tx.auditEntry.create({
    data: { ...entry, detail: detail as Prisma.InputJsonValue, at, seq, prevHash: row.hash, hash },
  });
  await tx.auditHead.update({ where: { id: 1 }, data: { seq, hash } });
}

/** As PostgreSQL gives it back: no NUL, no half of a surrogate pair, nothing JSON cannot say. The hash is taken over this. */
function storable(entry: NewAuditEntry): NewAuditEntry {
  return JSON.parse(JSON.stringify(entry), (_key, value: unknown) =>
    typeof value === "string" ? value.replaceAll("\u0000", "\uFFFD").replace(LONE_SURROGATE, "\uFFFD") : value,
  ) as NewAuditEntry;
}

async function readHead(db: Database): Promise<AuditHead> {
  const row = await db.auditHead.findUnique({ where: { id: 1 } });
  return row ? { seq: Number(row.seq), hash: row.hash } : CHAIN_START;
}

async function* rowsUpTo(db: Database, last: number): AsyncGenerator<Row> {
  for (let after = 0n; ; ) {
    const rows = await db.auditEntry.findMany({
      where: { seq: { gt: after, lte: BigInt(last) } },
      orderBy: { seq: "asc" },
      take: PAGE,
    });
    yield* rows;
    const end = rows.at(-1)?.seq;
    if (rows.length < PAGE || !end) return;
    after = end;
  }
}

function whereOf(filter: AuditFilter): Prisma.AuditEntryWhereInput {
  const { actor, action, target, namespace, outcome, fromMs, toMs } = filter;
  const like = (text: string) => ({ contains: text.replace(/[\\%_]/g, "\\$&"), mode: "insensitive" as const });
  return {
    ...(actor === undefined ? {} : { actor: like(actor) }),
    ...(action === undefined ? {} : { action: like(action) }),
    ...(target === undefined ? {} : { target: like(target) }),
    ...(namespace === undefined ? {} : { namespace: like(namespace) }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(fromMs === undefined && toMs === undefined
      ? {}
      : {
          at: {
            ...(fromMs === undefined ? {} : { gte: new Date(fromMs) }),
            ...(toMs === undefined ? {} : { lt: new Date(toMs) }),
          },
        }),
  };
}

/** A row of the chain as an entry. */
export function entryOf({ id, seq, at, detail, ...rest }: Row): AuditEntry {
  return AuditEntry.parse({
    id: id.toString(),
    seq: Number(seq),
    at: at.toISOString(),
    ...rest,
    ...(detail === null ? {} : { detail }),
  });
}
