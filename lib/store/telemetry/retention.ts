import type { TelemetryEngine } from "./engine";
import { Sql, sql } from "./sql";

/** Dropped in this order when the store is too big: spans are the bulk, and hourly edges are small and last longest. */
const DROP_ORDER = [["spans", "traces"], ["edges_5s"], ["edges_1m"], ["edges_1h"]] as const;

interface PartitionRow {
  table: string;
  partition: string;
  bytes: string;
}

export interface SizeReport {
  bytes: number;
  droppedPartitions: number;
  droppedBytes: number;
}

/**
 * Measures the store and, when it holds more than `maxBytes`, drops oldest partitions until it does not. The newest
 * partition of a table goes only when nothing else is left of it; then its oldest parts go first.
 */
export async function enforceSize(engine: TelemetryEngine, maxBytes: number): Promise<SizeReport> {
  const partitions = await engine.rows<PartitionRow>(sql`
    SELECT table, partition, sum(bytes_on_disk) AS bytes FROM system.parts
    WHERE database = currentDatabase() AND active GROUP BY table, partition ORDER BY partition`);
  const total = partitions.reduce((sum, row) => sum + Number(row.bytes), 0);
  const report: SizeReport = { bytes: total, droppedPartitions: 0, droppedBytes: 0 };
  for (const { table, partition, bytes } of droppable(partitions)) {
    if (report.bytes <= maxBytes) return report;
    await engine.command(new Sql(`ALTER TABLE ${table} DROP PARTITION ${partition}`));
    report.bytes -= Number(bytes);
    report.droppedBytes += Number(bytes);
    report.droppedPartitions++;
  }
  if (report.bytes > maxBytes) await dropOldestParts(engine, maxBytes, report);
  return report;
}

/** Oldest first within a group, without each table's newest; names sort by time, being YYYYMM, YYYYMMDD or YYYYMMDDHH. */
function droppable(partitions: readonly PartitionRow[]): PartitionRow[] {
  return DROP_ORDER.flatMap((group) =>
    group
      .flatMap((table) => partitions.filter((row) => row.table === table).slice(0, -1))
      .sort((a, b) => (a.partition < b.partition ? -1 : a.partition > b.partition ? 1 : 0)),
  );
}

async function dropOldestParts(engine: TelemetryEngine, maxBytes: number, report: SizeReport): Promise<void> {
  const parts = await engine.rows<{ table: string; name: string; bytes: string }>(sql`
    SELECT table, name, bytes_on_disk AS bytes FROM system.parts
    WHERE database = currentDatabase() AND active AND table IN ${["spans", "traces"]}
    ORDER BY table, min_block_number`);
  for (const { table, name, bytes } of parts) {
    if (report.bytes <= maxBytes) return;
    await engine.command(new Sql(`ALTER TABLE ${table} DROP PART '${name}'`));
    report.bytes -= Number(bytes);
    report.droppedBytes += Number(bytes);
    report.droppedPartitions++;
  }
}
