import { type FileHandle, open, readFile, rename, truncate, unlink } from "node:fs/promises";
import { join } from "node:path";
import type { SpanSegment } from "../telemetry-sink";

const MARK_BYTES = 16;

/**
 * One spool file, `<token>.native`, beside it `<token>.len`: how many bytes and rows of it are whole. A process that is killed inside a write
 * leaves a torn tail; `recoverSegment` cuts it off at the mark. What was written before the mark was acknowledged.
 */
export class SegmentFile {
  rows = 0;
  bytes = 0;
  readonly token: string;
  readonly path: string;
  readonly openedAtMs: number;
  readonly #data: FileHandle;
  readonly #mark: FileHandle;

  private constructor(token: string, path: string, data: FileHandle, mark: FileHandle, nowMs: number) {
    this.token = token;
    this.path = path;
    this.#data = data;
    this.#mark = mark;
    this.openedAtMs = nowMs;
  }

  static async create(folder: string, token: string, nowMs: number): Promise<SegmentFile> {
    const path = join(folder, `${token}.native`);
    const data = await open(path, "wx");
    const mark = await open(markPath(path), "wx");
    return new SegmentFile(token, path, data, mark, nowMs);
  }

  /** Appends the pieces of one block; resolves when the operating system has them. Takes back a write that failed half way. */
  async append(pieces: Buffer[], rows: number): Promise<void> {
    const size = pieces.reduce((sum, piece) => sum + piece.length, 0);
    try {
      const { bytesWritten } = await this.#data.writev(pieces, this.bytes);
      if (bytesWritten < size) {
        const rest = Buffer.concat(pieces).subarray(bytesWritten);
        await this.#data.write(rest, 0, rest.length, this.bytes + bytesWritten);
      }
      const mark = Buffer.alloc(MARK_BYTES);
      mark.writeBigUInt64LE(BigInt(this.bytes + size), 0);
      mark.writeBigUInt64LE(BigInt(this.rows + rows), 8);
      await this.#mark.write(mark, 0, MARK_BYTES, 0);
    } catch (error) {
      await this.#data.truncate(this.bytes);
      throw error;
    }
    this.bytes += size;
    this.rows += rows;
  }

  async close(): Promise<SpanSegment> {
    await this.#data.close();
    await this.#mark.close();
    return { path: this.path, token: this.token, rows: this.rows, bytes: this.bytes };
  }
}

function markPath(path: string): string {
  return path.replace(/\.native$/, ".len");
}

/** A segment that an earlier process left, cut to what is whole; null (and removed) when nothing is. */
export async function recoverSegment(folder: string, token: string): Promise<SpanSegment | null> {
  const path = join(folder, `${token}.native`);
  const mark = await readFile(markPath(path)).catch(() => Buffer.alloc(0));
  const bytes = mark.length < MARK_BYTES ? 0 : Number(mark.readBigUInt64LE(0));
  if (bytes === 0) {
    await removeSegment(path);
    return null;
  }
  await truncate(path, bytes);
  return { path, token, rows: Number(mark.readBigUInt64LE(8)), bytes };
}

export async function removeSegment(path: string): Promise<void> {
  await unlink(path);
  await unlink(markPath(path)).catch(() => {});
}

/** Moves a segment that the store refuses out of the way. */
export async function setAside(path: string, folder: string, token: string): Promise<void> {
  await rename(path, join(folder, `${token}.native`));
  await unlink(markPath(path)).catch(() => {});
}
