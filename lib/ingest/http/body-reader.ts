import type { Readable } from "node:stream";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { HeddleError } from "../../model/heddle-error";

const gunzipAsync = promisify(gunzip);
const GUNZIP_CHUNK = 128 * 1024;
/** Each may use as much memory as the limit of one body; more wait for their turn. */
const GUNZIPS_AT_ONCE = 4;

export interface BodyLimits {
  /** of one body, also after decompression */
  maxBytes: number;
  /** of all bodies being received at once */
  maxInFlightBytes: number;
}

export function tooLarge(maxBytes: number): HeddleError {
  return new HeddleError("too_large", {
    what: "The body is too large.",
    why: `It exceeds ${maxBytes} bytes (also counted after decompression).`,
    next: "Send smaller batches, or raise HEDDLE_MAX_BODY_MB.",
  });
}

/** Receives bodies within bounds of memory, whatever is sent: at most `maxInFlightBytes` at once, each at most `maxBytes`. */
export class BodyReader {
  readonly maxBytes: number;
  readonly #maxInFlightBytes: number;
  #inFlightBytes = 0;
  #gunzips = 0;
  readonly #turns: (() => void)[] = [];

  constructor(limits: BodyLimits) {
    this.maxBytes = limits.maxBytes;
    this.#maxInFlightBytes = Math.max(limits.maxInFlightBytes, limits.maxBytes);
  }

  /**
   * The whole body as sent. Throws HeddleError `too_large` or `overloaded`; the stream is left open then, what follows is the caller's
   * to pass over. `announced`: the size the sender gave, if any.
   */
  async read(stream: Readable, announced?: string): Promise<Buffer> {
    if (Number(announced ?? 0) > this.maxBytes) throw tooLarge(this.maxBytes);
    const chunks: Buffer[] = [];
    let size = 0;
    try {
      for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
        const bytes = chunk as Buffer;
        size += bytes.length;
        this.#inFlightBytes += bytes.length;
        if (size > this.maxBytes) throw tooLarge(this.maxBytes);
        if (this.#inFlightBytes > this.#maxInFlightBytes) throw busy();
        chunks.push(bytes);
      }
    } finally {
      this.#inFlightBytes -= size;
    }
    const [only] = chunks;
    return chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks, size);
  }

  /** Throws HeddleError `too_large` as soon as the output passes the limit (gzip bombs), `invalid_input` for what is not gzip. */
  async gunzip(body: Buffer): Promise<Buffer> {
    if (this.#gunzips >= GUNZIPS_AT_ONCE) await new Promise<void>((resolve) => this.#turns.push(resolve));
    else this.#gunzips++;
    try {
      return await gunzipAsync(body, { maxOutputLength: this.maxBytes, chunkSize: GUNZIP_CHUNK });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(this.maxBytes);
      throw new HeddleError("invalid_input", {
        what: "The body cannot be decompressed.",
        why: `It is not valid gzip: ${error instanceof Error ? error.message : error}.`,
        next: "Send gzip, or no Content-Encoding.",
        cause: error,
      });
    } finally {
      const next = this.#turns.shift();
      if (next) next();
      else this.#gunzips--;
    }
  }
}

function busy(): HeddleError {
  return new HeddleError("overloaded", {
    what: "The body was not read.",
    why: "Too many bodies are being received at once.",
    next: "Send it again in a few seconds.",
  });
}
