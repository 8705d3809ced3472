import type { TransportSeries } from "@/lib/model/series";
import { joinSql, Sql, sql } from "@/lib/store/telemetry/sql";
import type { TelemetryReader } from "@/lib/store/telemetry/telemetry-reader";
import type { TransportQuery } from "../metrics-source";
import { namespaceConditions } from "./edge-identities";
import { seriesWindow } from "./traffic-series";

interface Row {
  step: number;
  mutual: number;
  plain: number;
  callers: number;
}

/**
 * How traffic travelled, step by step. Each request once, by the graph's rule (mergeSamples) as far as it decides on transport: proxies
 * report what they send and what comes from callers without one; Istio's callees report all. Copies travel too. Plaintext that
 * listeners saw beyond what has a caller counts as well.
 */
export async function readTransport(
  reader: TelemetryReader,
  query: TransportQuery,
  nowMs: number,
): Promise<TransportSeries> {
  const { mesh, namespaces } = query;
  const { stepSec, part } = seriesWindow(query, nowMs);
  const where = joinSql(
    [
      sql`mesh = ${mesh}`,
      sql`reporter != 'served'`,
      sql`(origin != 'istio' OR reporter = 'destination')`,
      ...namespaceConditions(namespaces),
    ],
    " AND ",
  );
  const rows =
    await reader.rows<Row>(sql`SELECT toUInt32(intDiv(toUnixTimestamp(bucket) - ${part.fromSec}, ${stepSec})) AS step,
  sumIf(count, mtls = 'mutual_tls') AS mutual,
  greatest(sumIf(count, mtls = 'none' AND reporter != 'inbound'), sumIf(count, reporter = 'inbound')) AS plain,
  greatest(
    toUInt32(uniqExactIf((sourceNamespace, sourceWorkload, sourceApp), mtls = 'none' AND reporter != 'inbound' AND count > 0)),
    toUInt32(sumIf(count, reporter = 'inbound') > 0)) AS callers
FROM ${new Sql(part.table)} AS edges
INNER JOIN (SELECT edge, mtls, reporter, sourceNamespace, sourceWorkload, sourceApp FROM edge_identities
  WHERE ${where} LIMIT 1 BY edge) AS identity ON edges.edge = identity.edge
WHERE mesh = ${mesh} AND bucket >= toDateTime(${part.fromSec}) AND bucket < toDateTime(${part.toSec})
GROUP BY step ORDER BY step`);
  return {
    stepSec,
    points: rows.map(({ step, ...counts }) => ({ atMs: (part.fromSec + step * stepSec) * 1000, ...counts })),
  };
}
