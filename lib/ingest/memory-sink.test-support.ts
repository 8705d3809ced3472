import { readFile } from "node:fs/promises";
import type { EdgeRow } from "../model/edge-sample";
import { HeddleError } from "../model/heddle-error";
import { readNative } from "./block/read-native.test-support";
import type { SpanSegment, TelemetrySink } from "./telemetry-sink";

/** A store in memory that can be away, refuse, or hang; the same token is stored once, as the port asks. */
export class MemorySink implements TelemetrySink {
  mode: "up" | "down" | "refuses" = "up";
  readonly tokens: string[] = [];
  /** names of stored spans */
  readonly names: string[] = [];
  readonly edges: EdgeRow[] = [];
  readonly columns: Record<string, unknown>[] = [];

  async insertSpans(segment: SpanSegment): Promise<void> {
    this.#check();
    if (this.tokens.includes(segment.token)) return;
    const blocks = readNative(await readFile(segment.path));
    let rows = 0;
    for (const block of blocks) {
      rows += block.rows;
      for (let i = 0; i < block.rows; i++) {
        const row = Object.fromEntries([...block.columns].map(([name, values]) => [name, values[i]]));
        this.columns.push(row);
        this.names.push(String(row.name));
      }
    }
    if (rows !== segment.rows) throw new Error(`The segment says ${segment.rows} rows and holds ${rows}.`);
    this.tokens.push(segment.token);
  }

  async insertEdges(rows: readonly EdgeRow[], token: string): Promise<void> {
    this.#check();
    if (this.tokens.includes(token)) return;
    this.tokens.push(token);
    this.edges.push(...rows);
  }

  #check(): void {
    if (this.mode === "up") return;
    throw new HeddleError(this.mode === "down" ? "unavailable" : "invalid_input", {
      what: "The test store does not take rows.",
      why: this.mode,
      next: "Wait.",
    });
  }
}
