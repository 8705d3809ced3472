import { Actor } from "../../model/actor";
import type { SessionStore, SignInLinkStore } from "../app-store";
import type { Database } from "./database";

export function sessionStore(db: Database): SessionStore {
  return {
    async create({ tokenHash, actor, csrfToken, expiresAtMs }) {
      await db.session.create({ data: { tokenHash, actor, csrfToken, expiresAt: new Date(expiresAtMs) } });
      // Sessions are few: whoever signs in sweeps what has run out.
      await db.session.deleteMany({ where: { expiresAt: { lt: new Date(Date.now() - 86_400_000) } } });
    },
    async find(tokenHash) {
      const row = await db.session.findUnique({ where: { tokenHash } });
      if (!row) return null;
      const { csrfToken, expiresAt } = row;
      return { tokenHash, actor: Actor.parse(row.actor), csrfToken, expiresAtMs: expiresAt.getTime() };
    },
    async extend(tokenHash, expiresAtMs) {
      await db.session.updateMany({ where: { tokenHash }, data: { expiresAt: new Date(expiresAtMs) } });
    },
    async remove(tokenHash) {
      await db.session.deleteMany({ where: { tokenHash } });
    },
  };
}

export function signInLinkStore(db: Database): SignInLinkStore {
  return {
    async create({ tokenHash, actor, expiresAtMs }) {
      await db.signInLink.create({ data: { tokenHash, actor, expiresAt: new Date(expiresAtMs) } });
    },
    async redeem(tokenHash, nowMs) {
      const now = new Date(nowMs);
      // One statement: of two requests at once the row lock lets only one see it unused.
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
