import { randomUUID } from "node:crypto";
import {
  type ClickHouseClient,
  type ClickHouseClientConfigOptions,
  ClickHouseError,
  createClient,
  type DataFormat,
} from "@clickhouse/client";
import { createChdbConnection } from "chdb/connection";

const MAX_FLUSHES = 4;

interface RunOptions {
  /** called just before the query runs; what it throws is the call's error */
  started?: () => void;
  /** format of the answer when the query names none */
  format?: string | undefined;
}

/**
 * One connection to chDB: one query at a time, in order. Settings given at open hold for its whole life.
 * chDB 3.4 keeps what a failed query had already written of its answer and puts it before the next answer, so after every
 * failure the connection is rinsed with a query whose answer is known.
 */
export class ChdbConnection {
  readonly #path: string;
  readonly #setup: string;
  #client: ClickHouseClient;
  #tail: Promise<unknown> = Promise.resolve();
  #ready: Promise<void>;
  #closed = false;

  constructor(path: string, setup: string) {
    this.#path = path;
    this.#setup = setup;
    this.#client = openClient(path);
    this.#ready = this.#prepare();
    this.#ready.catch(() => undefined);
  }

  /** Runs when all earlier calls are done; gives the whole answer. */
  run(query: string, { started, format }: RunOptions = {}): Promise<Buffer> {
    const turn = this.#tail.then(async () => {
      if (this.#closed) throw new Error("The telemetry store is closed.");
      await this.#ready;
      started?.();
      try {
        return await this.#exec(query, format);
      } catch (error) {
        await this.#rinse();
        throw ownError(error);
      }
    });
    this.#tail = turn.catch(() => undefined);
    return turn;
  }

  /** Waits for what runs, then closes; libchdb aborts the process when it is left open at exit. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#tail;
    await this.#client.close();
  }

  async #prepare(): Promise<void> {
    if (this.#setup) await this.#exec(this.#setup);
  }

  async #exec(query: string, format?: string): Promise<Buffer> {
    const { stream } = await this.#client.exec({
      query,
      ...(format ? { clickhouse_settings: { default_format: format as DataFormat } } : {}),
    });
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    const [only] = chunks;
    return chunks.length === 1 && only ? only : Buffer.concat(chunks);
  }

  async #rinse(): Promise<void> {
    for (let i = 0; i < MAX_FLUSHES; i++) {
      const mark = randomUUID();
      try {
        const answer = await this.#exec(`SELECT '${mark}' FORMAT TabSeparatedRaw`);
        if (answer.toString("latin1") === `${mark}\n`) return;
      } catch {
        break;
      }
    }
    await this.#client.close();
    this.#client = openClient(this.#path);
    this.#ready = this.#prepare();
    await this.#ready;
  }
}

function openClient(path: string): ClickHouseClient {
  // chdb brings a second copy of the client's types: the same shapes, told apart by name only.
  const connection = createChdbConnection({ path }) as unknown as ClickHouseClientConfigOptions["connection"];
  return createClient({ connection });
}

/** chdb throws the error class of its own copy of the client. */
function ownError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof ClickHouseError) return error;
  const { code, type } = error as Error & { code?: unknown; type?: unknown };
  if (typeof code !== "string" || !/^[0-9]+$/.test(code)) return error;
  return new ClickHouseError({ message: error.message, code, type: typeof type === "string" ? type : undefined });
}
