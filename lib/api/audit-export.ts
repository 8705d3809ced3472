import type { AuditEntry } from "../model/audit-entry";

export const AUDIT_FORMATS = ["ndjson", "csv"] as const;
export type AuditFormat = (typeof AUDIT_FORMATS)[number];

const CONTENT_TYPES = { ndjson: "application/x-ndjson", csv: "text/csv" } as const;
const CHUNK_ROWS = 200;

const COLUMNS = [
  "seq",
  "at",
  "actor",
  "actorId",
  "actorKind",
  "via",
  "action",
  "target",
  "namespace",
  "outcome",
  "detail",
  "remoteAddress",
  "traceId",
  "prevHash",
  "hash",
] as const satisfies readonly (keyof AuditEntry)[];

/** Entries as a download that is written while they are read. NDJSON holds all that `heddle audit verify --file` needs. */
export function auditExport(entries: AsyncIterable<AuditEntry>, format: AuditFormat) {
  const line = format === "csv" ? csvLine : (entry: AuditEntry) => `${JSON.stringify(entry)}\n`;
  const lines = textLines(entries, line, format === "csv" ? `${COLUMNS.join(",")}\r\n` : "");
  return { contentType: CONTENT_TYPES[format], content: streamOf(lines) };
}

/** Reads on only as fast as the download is taken; one that is broken off ends the reading. */
function streamOf(chunks: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
}

async function* textLines(entries: AsyncIterable<AuditEntry>, line: (entry: AuditEntry) => string, head: string) {
  const encoder = new TextEncoder();
  let text = head;
  let rows = 0;
  for await (const entry of entries) {
    text += line(entry);
    if (++rows % CHUNK_ROWS === 0) {
      yield encoder.encode(text);
      text = "";
    }
  }
  yield encoder.encode(text);
}

function csvLine(entry: AuditEntry): string {
  const cells = COLUMNS.map((name) => {
    const value = entry[name];
    return csvCell(typeof value === "string" || typeof value === "number" ? String(value) : jsonOf(value));
  });
  return `${cells.join(",")}\r\n`;
}

function jsonOf(value: unknown): string {
  return value === undefined || value === null ? "" : JSON.stringify(value);
}

/** One cell (RFC 4180). What a spreadsheet would take for a formula gets a ' in front (OWASP, CSV Injection). */
export function csvCell(text: string): string {
  const harmless = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n']/.test(harmless) || harmless !== harmless.trim() ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
