import { Actor } from "../../model/actor";
import type { InvitationStore, SignInLinkStore } from "../identity-stores";
import { type Database, inTransaction } from "./database";
import { personOf } from "./person-store";

/** One-time links. Taking one is one statement: of two requests at once the row lock lets only one see it unused. */
export function signInLinkStore(db: Database): SignInLinkStore {
  return {
    async create({ tokenHash, actor, expiresAtMs }) {
      await db.signInLink.create({ data: { tokenHash, actor, expiresAt: new Date(expiresAtMs) } });
    },
    async redeem(tokenHash, nowMs) {
      const now = new Date(nowMs);
      const { count } = await db.signInLink.updateMany({
        where: { tokenHash, usedAt: null, expiresAt: { gt: now } },
        data: { usedAt: now },
      });
      if (count !== 1) return null;
      const row = await db.signInLink.findUnique({ where: { tokenHash } });
      return row ? Actor.parse(row.actor) : null;
    },
  };
}

export function invitationStore(db: Database): InvitationStore {
  return {
    create: ({ tokenHash, personId, expiresAtMs }) =>
      inTransaction(db, async (tx) => {
        await tx.invitation.deleteMany({ where: { personId } });
        await tx.invitation.create({ data: { tokenHash, personId, expiresAt: new Date(expiresAtMs) } });
      }),
    async find(tokenHash, nowMs) {
      const row = await db.invitation.findFirst({
        where: { tokenHash, usedAt: null, expiresAt: { gt: new Date(nowMs) } },
        include: { person: true },
      });
      return row && personOf(row.person);
    },
    async redeem(tokenHash, nowMs) {
      const now = new Date(nowMs);
      const { count } = await db.invitation.updateMany({
        where: { tokenHash, usedAt: null, expiresAt: { gt: now } },
        data: { usedAt: now },
      });
      if (count !== 1) return null;
      const row = await db.invitation.findUnique({ where: { tokenHash } });
      return row?.personId ?? null;
    },
    async open(nowMs) {
      const rows = await db.invitation.findMany({ where: { usedAt: null, expiresAt: { gt: new Date(nowMs) } } });
      return rows.map((row) => row.personId);
    },
  };
}
