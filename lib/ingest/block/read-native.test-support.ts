/** One column of a Native block as JavaScript values: strings, numbers (64-bit ones as bigint), Buffers for FixedString, entries for Map. */
export interface NativeBlock {
  rows: number;
  columns: Map<string, unknown[]>;
}

/** Reads blocks in ClickHouse's `Native` format, of the types that SPAN_COLUMNS uses. For tests. */
export function readNative(bytes: Buffer): NativeBlock[] {
  const cursor = { bytes, at: 0 };
  const blocks: NativeBlock[] = [];
  while (cursor.at < bytes.length) blocks.push(readBlock(cursor));
  return blocks;
}

interface Cursor {
  bytes: Buffer;
  at: number;
}

function readBlock(cursor: Cursor): NativeBlock {
  const count = varint(cursor);
  const rows = varint(cursor);
  const columns = new Map<string, unknown[]>();
  for (let i = 0; i < count; i++) {
    const name = text(cursor);
    columns.set(name, readColumn(cursor, text(cursor), rows));
  }
  return { rows, columns };
}

function readColumn(cursor: Cursor, type: string, rows: number): unknown[] {
  const times = <T>(read: () => T) => Array.from({ length: rows }, read);
  const fixed = /^FixedString\((\d+)\)$/.exec(type);
  if (fixed) return times(() => take(cursor, Number(fixed[1])));
  switch (type) {
    case "UInt8":
      return times(() => take(cursor, 1)[0]);
    case "UInt32":
      return times(() => take(cursor, 4).readUInt32LE());
    case "UInt64":
    case "DateTime64(9, 'UTC')":
      return times(() => take(cursor, 8).readBigUInt64LE());
    case "String":
      return times(() => text(cursor));
    case "LowCardinality(String)":
      take(cursor, 8);
      return dictionary(cursor, rows);
    case "Map(LowCardinality(String), String)":
      return map(cursor, rows);
    default:
      throw new Error(`The test reader does not know ${type}.`);
  }
}

function dictionary(cursor: Cursor, rows: number): string[] {
  if (rows === 0) return [];
  const width = Number(take(cursor, 8).readBigUInt64LE() & 0xffn);
  const keys = Array.from({ length: Number(take(cursor, 8).readBigUInt64LE()) }, () => text(cursor));
  const count = Number(take(cursor, 8).readBigUInt64LE());
  if (count !== rows) throw new Error(`A dictionary column has ${count} codes for ${rows} rows.`);
  return Array.from(
    { length: count },
    () => keys[take(cursor, 1 << width).readUIntLE(0, 1 << width)] ?? "(no such key)",
  );
}

function map(cursor: Cursor, rows: number): [string, string][][] {
  take(cursor, 8);
  const ends = Array.from({ length: rows }, () => Number(take(cursor, 8).readBigUInt64LE()));
  const total = ends.at(-1) ?? 0;
  const keys = dictionary(cursor, total);
  const values = Array.from({ length: total }, () => text(cursor));
  return ends.map((end, i) => {
    const start = i === 0 ? 0 : (ends[i - 1] as number);
    return keys.slice(start, end).map((key, j) => [key, values[start + j] as string]);
  });
}

function take(cursor: Cursor, size: number): Buffer {
  if (cursor.at + size > cursor.bytes.length) throw new Error(`The block ends at byte ${cursor.bytes.length}.`);
  cursor.at += size;
  return cursor.bytes.subarray(cursor.at - size, cursor.at);
}

function varint(cursor: Cursor): number {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = take(cursor, 1)[0] as number;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return value;
  }
}

function text(cursor: Cursor): string {
  return take(cursor, varint(cursor)).toString("utf8");
}
