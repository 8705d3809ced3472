import { malformed } from "../wire/proto-reader";

/** Size of the output that a block announces (varint before the first element). Throws HeddleError `invalid_input` when there is none. */
export function snappySize(block: Uint8Array): { size: number; start: number } {
  let size = 0;
  for (let i = 0; i < 5 && i < block.length; i++) {
    const byte = block[i] as number;
    size += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return { size, start: i + 1 };
  }
  throw malformed("It is not snappy in block format: it has no size.");
}

/**
 * Snappy's block format (never framed). Strict, since it reads what strangers send: every length and offset is checked, the output must
 * have exactly the announced size. Throws HeddleError `invalid_input`. Source: google/snappy format_description.txt.
 */
export function uncompressSnappy(block: Uint8Array): Buffer {
  const { size, start } = snappySize(block);
  const out = Buffer.allocUnsafe(size);
  let pos = start;
  let at = 0;
  while (pos < block.length) {
    const tag = block[pos++] as number;
    if ((tag & 3) === 0) {
      const [length, next] = literal(block, tag, pos);
      if (next + length > block.length || at + length > size) throw torn(pos);
      out.set(block.subarray(next, next + length), at);
      pos = next + length;
      at += length;
      continue;
    }
    const width = tag & 3;
    const extra = width === 3 ? 4 : width;
    if (pos + extra > block.length) throw torn(pos);
    const length = width === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
    const offset = width === 1 ? ((tag >> 5) << 8) | (block[pos] as number) : uint(block, pos, extra);
    pos += extra;
    if (offset === 0 || offset > at || at + length > size) throw torn(pos);
    copyWithin(out, at, offset, length);
    at += length;
  }
  if (at !== size) throw torn(pos);
  return out;
}

function literal(block: Uint8Array, tag: number, pos: number): [length: number, next: number] {
  const short = tag >> 2;
  if (short < 60) return [short + 1, pos];
  const extra = short - 59;
  if (pos + extra > block.length) throw torn(pos);
  return [uint(block, pos, extra) + 1, pos + extra];
}

function uint(block: Uint8Array, pos: number, bytes: number): number {
  let value = 0;
  for (let i = bytes - 1; i >= 0; i--) value = value * 256 + (block[pos + i] as number);
  return value;
}

/** Source and target may overlap: bytes just written are read again. */
function copyWithin(out: Buffer, at: number, offset: number, length: number): void {
  if (offset >= length) out.copyWithin(at, at - offset, at - offset + length);
  else for (let i = 0; i < length; i++) out[at + i] = out[at - offset + i] as number;
}

function torn(pos: number) {
  return malformed(`It is not snappy in block format: the element at byte ${pos} reaches beyond the data.`);
}
