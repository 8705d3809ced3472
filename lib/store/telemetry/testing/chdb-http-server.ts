import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ClickHouseError } from "@clickhouse/client";
import { ChdbConnection } from "../chdb-connection";
import { quote } from "../sql";

/** Settings of ClickHouse's HTTP server, which the engine alone does not know. */
const HTTP_ONLY = /^(query|query_id|database|wait_end_of_query|enable_http_compression)$/;

/**
 * A ClickHouse server for tests: its HTTP interface for reads and writes alike, with chDB as its engine. What
 * ClickHouseEngine sends is run as a server would run it; nothing is guarded or limited.
 */
export class ChdbHttpServer {
  readonly url: string;
  readonly #server: Server;
  readonly #connection: ChdbConnection;
  readonly #folder: string;

  private constructor(server: Server, connection: ChdbConnection, folder: string) {
    this.#server = server;
    this.#connection = connection;
    this.#folder = folder;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async start(): Promise<ChdbHttpServer> {
    const folder = mkdtempSync(join(tmpdir(), "heddle-clickhouse-"));
    const connection = new ChdbConnection(join(folder, "data"), "");
    const server = createServer((request, response) => void serve(connection, folder, request, response));
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    return new ChdbHttpServer(server, connection, folder);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
    await this.#connection.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

async function serve(connection: ChdbConnection, folder: string, request: IncomingMessage, response: ServerResponse) {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  if (pathname === "/ping") return response.end("Ok.\n");
  try {
    const settings = [...searchParams].filter(([name]) => !HTTP_ONLY.test(name));
    const set = settings.map(([name, value]) => `SET ${name} = ${quote(value)}; `).join("");
    const use = searchParams.has("database") ? `USE ${searchParams.get("database")}; ` : "";
    const statement = withBody(folder, searchParams.get("query") ?? "", Buffer.concat(chunks));
    response.end(await connection.run(`${use}${set}${statement}`, { format: "TabSeparated" }));
  } catch (error) {
    const { code, type, message } = error as ClickHouseError;
    response.writeHead(500, { "X-ClickHouse-Exception-Code": code });
    response.end(`Code: ${code}. DB::Exception: ${message} (${type}) (version 26)\n`);
  }
}

/** A statement with its data: text goes behind it, binary blocks by way of a file. */
function withBody(folder: string, query: string, body: Buffer): string {
  const native = /^INSERT INTO (\S+) \(([^)]*)\) FORMAT Native$/.exec(query);
  if (!native) return `${query}\n${body.toString("utf8")}`;
  const path = join(folder, `body-${Math.random()}.native`);
  writeFileSync(path, body);
  return `INSERT INTO ${native[1]} (${native[2]}) SELECT ${native[2]} FROM file(${quote(path)}, 'Native')`;
}
