import type { AuthorityRow, AuthorityStore } from "../app-store";
import type { Database } from "./database";

export function authorityStore(db: Database): AuthorityStore {
  return {
    async list(mesh) {
      const rows = await db.certificateAuthority.findMany({ where: { mesh }, orderBy: { number: "asc" } });
      return rows.map(({ createdAt, stateAt, state, ...row }) => ({
        ...row,
        state: state as AuthorityRow["state"],
        createdAtMs: createdAt.getTime(),
        stateAtMs: stateAt.getTime(),
      }));
    },
    async insert({ createdAtMs, stateAtMs, ...row }) {
      const data = { ...row, createdAt: new Date(createdAtMs), stateAt: new Date(stateAtMs) };
      const { count } = await db.certificateAuthority.createMany({ data, skipDuplicates: true });
      return count > 0;
    },
    async move(mesh, number, from, to, atMs) {
      const data = { state: to, stateAt: new Date(atMs) };
      const { count } = await db.certificateAuthority.updateMany({ where: { mesh, number, state: from }, data });
      return count > 0;
    },
    async remove(mesh, number) {
      await db.certificateAuthority.deleteMany({ where: { mesh, number } });
    },
  };
}
