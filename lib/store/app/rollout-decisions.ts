import type { Prisma, RolloutBreakGlass } from "@prisma/client";
import type { ApprovalRow, BreakGlassRow, Person, RolloutStore } from "../../rollouts/rollout-store";
import type { Database } from "./database";

const json = (value: unknown) => value as Prisma.InputJsonValue;

type Part = Pick<
  RolloutStore,
  | "addApproval"
  | "approvals"
  | "voidApprovals"
  | "addBreakGlass"
  | "confirmBreakGlass"
  | "breakGlassAlarmed"
  | "breakGlass"
  | "openBreakGlass"
  | "overdueBreakGlass"
  | "rememberKey"
>;

/** What people decided about runs. */
export function rolloutDecisions(db: Database): Part {
  return {
    async addApproval(row) {
      const { id, rolloutId, at } = row;
      await db.rolloutApproval.create({ data: { id, rolloutId, at: new Date(at), row: json(row) } });
    },
    async approvals(rolloutId) {
      const rows = await db.rolloutApproval.findMany({ where: { rolloutId }, orderBy: { at: "asc" } });
      return rows.map((row) => row.row as unknown as ApprovalRow);
    },
    async voidApprovals(rolloutId, reason) {
      await db.$executeRaw`UPDATE rollout_approvals SET void = true,
          row = jsonb_set(row, '{voidReason}', to_jsonb(${reason}::text))
        WHERE rollout_id = ${rolloutId} AND NOT void`;
    },
    async addBreakGlass({ atMs, secondPersonByMs, person, confirmedBy: _, ...row }) {
      const times = { at: new Date(atMs), secondPersonBy: new Date(secondPersonByMs) };
      await db.rolloutBreakGlass.create({ data: { ...row, ...times, person: json(person) } });
    },
    async confirmBreakGlass(id, by) {
      const count = await db.$executeRaw`UPDATE rollout_break_glass SET confirmed_by = ${JSON.stringify(by)}::jsonb
        WHERE id = ${id} AND confirmed_by IS NULL`;
      return count === 1;
    },
    async breakGlassAlarmed(id) {
      await db.rolloutBreakGlass.update({ where: { id }, data: { alarmed: true } });
    },
    async breakGlass(rolloutId) {
      const rows = await db.rolloutBreakGlass.findMany({ where: { rolloutId }, orderBy: { at: "asc" } });
      return rows.map(breakGlassOf);
    },
    async openBreakGlass() {
      const rows = await db.$queryRaw<{ rollout_id: string; person: Person }[]>`
        SELECT rollout_id, person FROM rollout_break_glass WHERE confirmed_by IS NULL ORDER BY at`;
      return rows.map(({ rollout_id: rolloutId, person }) => ({ rolloutId, person }));
    },
    async overdueBreakGlass(nowMs) {
      const rows = await db.rolloutBreakGlass.findMany({
        where: { alarmed: false, secondPersonBy: { lt: new Date(nowMs) } },
      });
      return rows.map(breakGlassOf).filter((row) => row.confirmedBy === null);
    },
    async rememberKey(rolloutId, key) {
      const count = await db.$executeRaw`INSERT INTO rollout_keys (rollout_id, key) VALUES (${rolloutId}, ${key})
        ON CONFLICT DO NOTHING`;
      return count === 1;
    },
  };
}

function breakGlassOf({ at, secondPersonBy, person, confirmedBy, ...row }: RolloutBreakGlass): BreakGlassRow {
  return {
    ...row,
    atMs: at.getTime(),
    secondPersonByMs: secondPersonBy.getTime(),
    person: person as unknown as Person,
    confirmedBy: confirmedBy as unknown as Person | null,
  };
}
