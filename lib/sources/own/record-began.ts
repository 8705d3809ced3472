import { sql } from "@/lib/store/telemetry/sql";
import type { TelemetryReader } from "@/lib/store/telemetry/telemetry-reader";

const HOUR = 3600;

/**
 * When the record of a mesh's traffic begins, to 5 s, or to the hour once its first 5 s rows have aged out; epoch seconds, null while
 * nothing is on record.
 */
async function readBeginning(client: TelemetryReader, mesh: string): Promise<number | null> {
  const rows = await client.rows<{ fine: number; bucket: number }>(sql`SELECT * FROM (
  SELECT 1 AS fine, toUnixTimestamp(bucket) AS bucket FROM edges_5s WHERE mesh = ${mesh} ORDER BY mesh, edges_5s.bucket LIMIT 1
) UNION ALL SELECT * FROM (
  SELECT 0 AS fine, toUnixTimestamp(bucket) AS bucket FROM edges_1h WHERE mesh = ${mesh} ORDER BY mesh, edges_1h.bucket LIMIT 1)`);
  const first = (fine: number) => rows.find((row) => row.fine === fine)?.bucket;
  const [fine, hour] = [first(1), first(0)];
  if (fine !== undefined && (hour === undefined || fine < hour + HOUR)) return fine;
  return hour ?? null;
}

/** Asks until the record is known to begin before the windows that are read: from then on it is as long as they are. */
export class RecordBegan {
  readonly #client: TelemetryReader;
  readonly #mesh: string;
  #earliestSec = Number.POSITIVE_INFINITY;

  constructor(client: TelemetryReader, mesh: string) {
    this.#client = client;
    this.#mesh = mesh;
  }

  /** Epoch seconds from where on a window is on record: its start, or later when the record begins inside it. */
  async within({ fromSec, toSec }: { fromSec: number; toSec: number }): Promise<number> {
    if (this.#earliestSec > fromSec) {
      const began = await readBeginning(this.#client, this.#mesh);
      this.#earliestSec = Math.min(this.#earliestSec, began ?? Number.POSITIVE_INFINITY);
    }
    return this.#earliestSec > fromSec && this.#earliestSec < toSec ? this.#earliestSec : fromSec;
  }
}
