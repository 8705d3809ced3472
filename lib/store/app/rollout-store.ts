import type { Prisma, Rollout as Row } from "@prisma/client";
import { StoredAnalysis } from "../../model/analysis";
import { FreezeWindow } from "../../model/freeze-window";
import { RolloutEvent, TERMINAL_PHASES } from "../../model/rollout";
import { RolloutPlan } from "../../model/rollout-plan";
import { RunState } from "../../model/run-state";
import type { Person, RolloutRow, RolloutStore } from "../../rollouts/rollout-store";
import { type Database, inTransaction } from "./database";
import { isStaleEpoch } from "./lease-store";
import { rolloutDecisions } from "./rollout-decisions";
import { rolloutNotices } from "./rollout-notices";
import { rolloutOperations } from "./rollout-operations";
import { rolloutQueue } from "./rollout-queue";

const ROLLOUT_LEASE = "rollouts";
const json = (value: unknown) => value as Prisma.InputJsonValue;
const withPlan = { include: { plan: true } } as const;

/** Rollouts, their runs and all that is kept with them. */
export function rolloutStore(db: Database): RolloutStore {
  return {
    create: (row) => inTransaction(db, (tx) => createRow(tx, row)),
    async get(id) {
      const row = await db.rollout.findUnique({ where: { id }, ...withPlan });
      return row && rowOf(row);
    },
    async list({ mesh, open, limit }) {
      const rows = await db.rollout.findMany({
        where: {
          ...(mesh === undefined ? {} : { mesh }),
          ...(open ? { phase: { notIn: [...TERMINAL_PHASES] } } : {}),
        },
        orderBy: [{ createdAt: "desc" }, { number: "desc" }],
        take: limit,
        ...withPlan,
      });
      return rows.map(rowOf);
    },
    advance: (id, { fromSeq, epoch, state }) =>
      inTransaction(db, async (tx) => {
        if (epoch !== null && (await isStaleEpoch(tx, ROLLOUT_LEASE, epoch))) return false;
        const { count } = await tx.rollout.updateMany({
          where: { id, stepSeq: fromSeq, ...(epoch === null ? {} : { epoch: { lte: epoch } }) },
          data: {
            phase: state.phase,
            stepSeq: state.stepSeq,
            state: json(state),
            ...(epoch === null ? {} : { epoch }),
          },
        });
        return count === 1;
      }),
    async observe(id, epoch, facts) {
      await db.rollout.updateMany({ where: { id, epoch: { lte: epoch } }, data: { observed: json(facts) } });
    },
    async stamp(mesh) {
      const rows = await db.$queryRaw<{ stamp: string }[]>`
        SELECT count(*) || ' ' || coalesce(sum(step_seq), 0) || ' ' || coalesce(max((observed->>'observedAtMs')::float8), 0)
          || ' ' || (SELECT coalesce(max(id), 0) FROM rollout_events) AS stamp
        FROM rollouts WHERE mesh = ${mesh}`;
      return rows[0]?.stamp ?? "";
    },
    async setStarter(id, starter) {
      await db.rollout.update({ where: { id }, data: { starter: json(starter) } });
    },
    async setSupersededBy(id, other) {
      await db.rollout.update({ where: { id }, data: { supersededBy: other } });
    },
    takeTargets: (id, keys) => inTransaction(db, (tx) => takeTargets(tx, id, keys)),
    async releaseTargets(rolloutId) {
      await db.rolloutTargetLock.updateMany({ where: { rolloutId }, data: { held: false } });
    },
    async addAnalysis(rolloutId, result) {
      await db.rolloutAnalysis.create({
        data: { id: result.id, rolloutId, at: new Date(result.at), result: json(result) },
      });
    },
    async analyses(rolloutId, limit) {
      const rows = await db.rolloutAnalysis.findMany({
        where: { rolloutId },
        orderBy: { at: "desc" },
        ...(limit === undefined ? {} : { take: limit }),
      });
      return rows.map((row) => StoredAnalysis.parse(row.result));
    },
    async addEvent(rolloutId, event) {
      await db.rolloutEvent.create({ data: { rolloutId, at: new Date(event.at), event: json(event) } });
    },
    async events(rolloutId, limit) {
      const rows = await db.rolloutEvent.findMany({
        where: { rolloutId },
        orderBy: { id: "desc" },
        ...(limit === undefined ? {} : { take: limit }),
      });
      return rows.map((row) => RolloutEvent.parse({ ...(row.event as object), id: String(row.id) }));
    },
    async freezeWindows() {
      const rows = await db.freezeWindow.findMany({ orderBy: { id: "asc" } });
      return rows.map((row) => FreezeWindow.parse(row.window));
    },
    async putFreezeWindow(window) {
      const { id } = window;
      await db.freezeWindow.upsert({
        where: { id },
        create: { id, window: json(window) },
        update: { window: json(window) },
      });
    },
    async removeFreezeWindow(id) {
      return (await db.freezeWindow.deleteMany({ where: { id } })).count === 1;
    },
    ...rolloutOperations(db, ROLLOUT_LEASE),
    ...rolloutDecisions(db),
    ...rolloutNotices(db),
    ...rolloutQueue(db),
  };
}

async function createRow(
  tx: Prisma.TransactionClient,
  row: Omit<RolloutRow, "number" | "epoch" | "supersededBy">,
): Promise<RolloutRow> {
  const { mesh, plan, state } = row;
  const counter = await tx.meshCounter.upsert({
    where: { mesh },
    create: { mesh, rolloutNumber: 1 },
    update: { rolloutNumber: { increment: 1 } },
  });
  const createdAt = new Date(row.createdAtMs);
  // The same plan may be run again: its row is written once.
  await tx.$executeRaw`INSERT INTO rollout_plans (hash, plan, created_at)
    VALUES (${plan.hash}, ${JSON.stringify(plan)}::jsonb, ${createdAt}) ON CONFLICT (hash) DO NOTHING`;
  const stored = await tx.rollout.create({
    data: {
      id: row.id,
      mesh,
      number: counter.rolloutNumber,
      name: plan.name,
      planHash: plan.hash,
      revisionHash: row.revisionHash,
      author: json(row.author),
      createdAt,
      phase: state.phase,
      stepSeq: state.stepSeq,
      state: json(state),
    },
    ...withPlan,
  });
  return rowOf(stored);
}

async function takeTargets(tx: Prisma.TransactionClient, rolloutId: string, keys: readonly string[]) {
  // One at a time: two that start at once would both find the target free.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('rollout targets'))`;
  const holders = await tx.rolloutTargetLock.findMany({ where: { target: { in: [...keys] }, held: true } });
  const other = holders.find((holder) => holder.rolloutId !== rolloutId);
  if (other) return other.rolloutId;
  for (const target of keys) {
    await tx.rolloutTargetLock.upsert({
      where: { rolloutId_target: { rolloutId, target } },
      create: { rolloutId, target, held: true },
      update: { held: true },
    });
  }
  return null;
}

function rowOf(row: Row & { plan: { plan: Prisma.JsonValue } }): RolloutRow {
  const state = RunState.parse(row.state);
  const observed = row.observed as Pick<RunState, "observed" | "observedAtMs"> | null;
  return {
    id: row.id,
    number: row.number,
    mesh: row.mesh,
    plan: RolloutPlan.parse(row.plan.plan),
    revisionHash: row.revisionHash,
    author: row.author as unknown as Person,
    starter: row.starter as unknown as Person | null,
    createdAtMs: row.createdAt.getTime(),
    state: observed ? { ...state, ...observed } : state,
    epoch: row.epoch,
    supersededBy: row.supersededBy,
  };
}
