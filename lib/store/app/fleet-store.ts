import type { FleetStore, ToldReportRow } from "../app-store";
import type { Database } from "./database";

/** Consoles' words about their proxies as rows. */
export function fleetStore(db: Database): FleetStore {
  return {
    async tell(mesh, console, report) {
      const count = report
        ? await db.$executeRaw`
            INSERT INTO mesh_consoles (mesh, console, version, report, seen_at)
            VALUES (${mesh}, ${console}, 1, ${JSON.stringify(report)}::jsonb, clock_timestamp())
            ON CONFLICT (mesh, console) DO UPDATE
              SET version = mesh_consoles.version + 1, report = excluded.report, seen_at = excluded.seen_at`
        : await db.$executeRaw`
            UPDATE mesh_consoles SET seen_at = clock_timestamp() WHERE mesh = ${mesh} AND console = ${console}`;
      return count === 1;
    },
    async hear(mesh, console, keepMs, known) {
      await db.$executeRaw`
        DELETE FROM mesh_consoles
        WHERE mesh = ${mesh} AND seen_at < clock_timestamp() - ${keepMs}::double precision * interval '1 millisecond'`;
      const rows = await db.$queryRaw<Omit<ToldReportRow, "report">[]>`
        SELECT console, version,
          (extract(epoch FROM clock_timestamp() - seen_at) * 1000)::double precision AS "silentMs"
        FROM mesh_consoles WHERE mesh = ${mesh} AND console <> ${console} ORDER BY console`;
      const news = rows.filter((row) => known.get(row.console) !== row.version).map((row) => row.console);
      if (news.length === 0) return rows;
      const told = await db.meshConsole.findMany({ where: { mesh, console: { in: news } } });
      const reports = new Map(told.map((row) => [row.console, row]));
      return rows.map((row) => {
        const found = reports.get(row.console);
        // A newer report may have come since: the version is that of the report.
        return found ? { ...row, version: found.version, report: found.report } : row;
      });
    },
  };
}
