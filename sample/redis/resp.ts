/** RESP2 (https://redis.io/docs/latest/develop/reference/protocol-spec/), the part this store speaks. */
export type Reply = string | number | null | Error | Reply[];

const CRLF = "\r\n";

/** A command as clients send it: an array of bulk strings. */
export function encodeCommand(parts: readonly string[]): string {
  return `*${parts.length}${CRLF}${parts.map((part) => `$${Buffer.byteLength(part)}${CRLF}${part}${CRLF}`).join("")}`;
}

/** A reply as the server sends it; text goes as a bulk string. */
export function encodeReply(reply: Reply): string {
  if (reply === null) return `$-1${CRLF}`;
  if (typeof reply === "number") return `:${reply}${CRLF}`;
  if (reply instanceof Error) return `-ERR ${reply.message}${CRLF}`;
  if (Array.isArray(reply)) return `*${reply.length}${CRLF}${reply.map(encodeReply).join("")}`;
  return `$${Buffer.byteLength(reply)}${CRLF}${reply}${CRLF}`;
}

interface Parsed {
  value: Reply;
  next: number;
}

const MAX_BULK_BYTES = 1024 * 1024;
const MAX_ITEMS = 1024;
const MAX_HELD_BYTES = 2 * MAX_BULK_BYTES;

/** Reads values out of a stream that comes in pieces. Throws on what is not RESP or too large; the connection is then to be closed. */
export class RespReader {
  #held: Buffer = Buffer.alloc(0);

  /** Takes one piece and gives every value that is complete by now. */
  push(piece: Buffer): Reply[] {
    if (this.#held.length > MAX_HELD_BYTES) throw new Error("too large a RESP value");
    this.#held = this.#held.length === 0 ? piece : Buffer.concat([this.#held, piece]);
    const values: Reply[] = [];
    let start = 0;
    for (let parsed = this.#read(0); parsed; parsed = this.#read(start)) {
      values.push(parsed.value);
      start = parsed.next;
    }
    this.#held = this.#held.subarray(start);
    return values;
  }

  #read(at: number): Parsed | undefined {
    const end = this.#held.indexOf(CRLF, at);
    if (end < 0) return undefined;
    const line = this.#held.toString("utf8", at + 1, end);
    const next = end + CRLF.length;
    switch (String.fromCharCode(this.#held[at] ?? 0)) {
      case "+":
        return { value: line, next };
      case "-":
        return { value: new Error(line.replace(/^ERR /, "")), next };
      case ":":
        return { value: Number(line), next };
      case "$":
        return this.#bulk(size(line, MAX_BULK_BYTES), next);
      case "*":
        return this.#array(size(line, MAX_ITEMS), next);
      default:
        throw new Error("not RESP");
    }
  }

  #bulk(length: number, at: number): Parsed | undefined {
    if (length < 0) return { value: null, next: at };
    const end = at + length;
    if (this.#held.length < end + CRLF.length) return undefined;
    return { value: this.#held.toString("utf8", at, end), next: end + CRLF.length };
  }

  #array(count: number, at: number): Parsed | undefined {
    if (count < 0) return { value: null, next: at };
    const items: Reply[] = [];
    let next = at;
    for (let i = 0; i < count; i++) {
      const item = this.#read(next);
      if (!item) return undefined;
      items.push(item.value);
      next = item.next;
    }
    return { value: items, next };
  }
}

function size(line: string, most: number): number {
  const value = Number(line);
  if (!Number.isInteger(value) || value < -1 || value > most) throw new Error("bad RESP length");
  return value;
}
