import type { Session as Row } from "@prisma/client";
import { Actor } from "../../model/actor";
import type { SessionRow, SessionStore, SignInWay } from "../identity-stores";
import type { Database } from "./database";
import { personOf } from "./person-store";

const KEPT_AFTER_END_MS = 30 * 86_400_000;

export function sessionStore(db: Database): SessionStore {
  return {
    async create({ createdAtMs, lastSeenAtMs, expiresAtMs, endsAtMs, ...row }) {
      await db.session.create({
        data: {
          ...row,
          createdAt: new Date(createdAtMs),
          lastSeenAt: new Date(lastSeenAtMs),
          expiresAt: new Date(expiresAtMs),
          endsAt: new Date(endsAtMs),
        },
      });
      // Whoever signs in sweeps what ran out a month ago; until then it tells from where a person signs in.
      await db.session.deleteMany({ where: { expiresAt: { lt: new Date(Date.now() - KEPT_AFTER_END_MS) } } });
    },
    async find(tokenHash) {
      const row = await db.session.findUnique({ where: { tokenHash }, include: { person: true } });
      return row && { session: sessionOf(row), person: row.person && personOf(row.person) };
    },
    async list(of, nowMs) {
      const now = new Date(nowMs);
      const whose =
        "personId" in of ? { personId: of.personId } : { personId: null, actor: { path: ["id"], equals: of.linkId } };
      const rows = await db.session.findMany({
        where: { ...whose, expiresAt: { gt: now }, endsAt: { gt: now } },
        orderBy: { lastSeenAt: "desc" },
        take: 200,
      });
      return rows.map(sessionOf);
    },
    async extend(tokenHash, { expiresAtMs, lastSeenAtMs }) {
      const data = { expiresAt: new Date(expiresAtMs), lastSeenAt: new Date(lastSeenAtMs) };
      await db.session.updateMany({ where: { tokenHash }, data });
    },
    async remove(tokenHash) {
      await db.session.deleteMany({ where: { tokenHash } });
    },
    async get(id) {
      const row = await db.session.findUnique({ where: { id } });
      return row && sessionOf(row);
    },
    async removeOf(personId, keep) {
      const { count } = await db.session.deleteMany({
        where: { personId, ...(keep === undefined ? {} : { tokenHash: { not: keep } }) },
      });
      return count;
    },
    async knows(personId, remoteAddress) {
      return (await db.session.count({ where: { personId, remoteAddress }, take: 1 })) > 0;
    },
  };
}

function sessionOf(row: Row): SessionRow {
  return {
    tokenHash: row.tokenHash,
    id: row.id,
    personId: row.personId,
    actor: Actor.parse(row.actor),
    via: row.via as SignInWay,
    csrfToken: row.csrfToken,
    createdAtMs: row.createdAt.getTime(),
    lastSeenAtMs: row.lastSeenAt.getTime(),
    expiresAtMs: row.expiresAt.getTime(),
    endsAtMs: row.endsAt.getTime(),
    remoteAddress: row.remoteAddress,
    userAgent: row.userAgent,
  };
}
