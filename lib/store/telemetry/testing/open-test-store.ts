import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectTelemetry } from "../connect";
import { type OpenTelemetryStoreOptions, openTelemetryStore, type TelemetryStore } from "../open-telemetry-store";
import type { TelemetryReader } from "../telemetry-reader";
import { SpanWriter, type TestSpan } from "./span-writer";

/** A store of its own with its read endpoint on a port of its own, and a reader as the console has it. */
export class TestStore {
  readonly token = "a-token-of-thirty-two-characters";
  readonly store: TelemetryStore;
  readonly dataDir: string;
  readonly url: string;
  readonly reader: TelemetryReader;
  readonly #server: Server;
  #writer: SpanWriter | undefined;

  private constructor(store: TelemetryStore, dataDir: string, server: Server) {
    this.store = store;
    this.dataDir = dataDir;
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    this.reader = connectTelemetry({ url: this.url, token: this.token });
  }

  static async open(options: Partial<OpenTelemetryStoreOptions> = {}): Promise<TestStore> {
    const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), "heddle-telemetry-"));
    const store = await openTelemetryStore({
      spanRetentionHours: 48,
      edgeRetentionDays: 30,
      storeMaxBytes: 20e9,
      ...options,
      dataDir,
    });
    const server = createServer(store.readHandler("a-token-of-thirty-two-characters"));
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    return new TestStore(store, dataDir, server);
  }

  get writer(): SpanWriter {
    this.#writer ??= new SpanWriter(this.dataDir);
    return this.#writer;
  }

  async insertSpans(spans: readonly TestSpan[], token = `${Math.random()}`): Promise<void> {
    await this.store.insertSpans({ path: await this.writer.write(spans), token });
  }

  async close(): Promise<void> {
    await this.reader.close();
    await this.#writer?.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
    await this.store.close();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}
