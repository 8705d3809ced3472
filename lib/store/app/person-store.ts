import type { Prisma, Person as Row } from "@prisma/client";
import { z } from "zod";
import { Grant } from "../../model/actor";
import { HeddleError } from "../../model/heddle-error";
import type { PersonPatch, PersonRow, PersonStore, Provider } from "../identity-stores";
import { type Database, inTransaction } from "./database";

const Grants = z.array(Grant);
/** A number of our own for pg_advisory_xact_lock. */
const PEOPLE_LOCK = 7270_7370;

export function personStore(db: Database): PersonStore {
  return {
    async create({ createdAtMs, disabledAtMs, lastSignInAtMs, ...row }) {
      const dates = {
        createdAt: new Date(createdAtMs),
        disabledAt: dateOf(disabledAtMs),
        lastSignInAt: dateOf(lastSignInAtMs),
      };
      // A row left out instead of an error: an error would end the transaction around it.
      const { count } = await db.person.createMany({ data: [{ ...row, ...dates }], skipDuplicates: true });
      if (count === 0) throw taken(row.login);
    },
    async get(id) {
      const row = await db.person.findUnique({ where: { id } });
      return row && personOf(row);
    },
    async find(provider, subject) {
      const row = await db.person.findUnique({ where: { provider_subject: { provider, subject } } });
      return row && personOf(row);
    },
    async list() {
      const rows = await db.person.findMany({ orderBy: [{ name: "asc" }, { id: "asc" }] });
      return rows.map(personOf);
    },
    count: () => db.person.count(),
    async update(id, patch) {
      await db.person.updateMany({ where: { id }, data: dataOf(patch) });
    },
    lock: () =>
      inTransaction(db, async (tx) => {
        await tx.$executeRaw`SELECT pg_advisory_xact_lock(${PEOPLE_LOCK})`;
      }),
  };
}

function dataOf({ disabledAtMs, lastSignInAtMs, ...plain }: PersonPatch): Prisma.PersonUpdateManyMutationInput {
  return {
    ...plain,
    ...(disabledAtMs === undefined ? {} : { disabledAt: dateOf(disabledAtMs) }),
    ...(lastSignInAtMs === undefined ? {} : { lastSignInAt: dateOf(lastSignInAtMs) }),
  };
}

/** A row as the rest of Heddle knows it. */
export function personOf({ createdAt, disabledAt, lastSignInAt, ...row }: Row): PersonRow {
  return {
    ...row,
    provider: row.provider as Provider,
    grants: Grants.parse(row.grants),
    providerGrants: Grants.parse(row.providerGrants),
    createdAtMs: createdAt.getTime(),
    disabledAtMs: disabledAt?.getTime() ?? null,
    lastSignInAtMs: lastSignInAt?.getTime() ?? null,
  };
}

function dateOf(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}

function taken(login: string): HeddleError {
  return new HeddleError("conflict", {
    what: `${login} has an account already.`,
    why: "Two accounts cannot have one login.",
    next: "Choose another login, or look for theirs in the list of people; it may be disabled.",
  });
}
