import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";
import { encodeReply, type Reply, RespReader } from "./resp";

const MAX_KEYS = 10_000;

/** A key-value store that speaks a part of Redis' protocol: PING, GET, SET, DEL, INCR, HINCRBY, HGETALL, DBSIZE. */
export class RedisServer {
  readonly #values = new Map<string, string>();
  readonly #hashes = new Map<string, Map<string, number>>();
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;

  constructor() {
    this.#server = createServer((socket) => this.#accept(socket));
  }

  /** Listens on a free port of loopback and gives it. */
  async listen(): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(0, "127.0.0.1", resolve);
    });
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  /** Carries out one command, e.g. ["GET", "visits"]. */
  run(parts: readonly string[]): Reply {
    const [name = "", key = "", ...rest] = parts;
    switch (name.toUpperCase()) {
      case "PING":
        return "PONG";
      case "GET":
        return this.#values.get(key) ?? null;
      case "SET":
        this.#keep(this.#values, key, rest[0] ?? "");
        return "OK";
      case "INCR":
        return this.#increment(key);
      case "DEL":
        return Number(this.#values.delete(key)) + Number(this.#hashes.delete(key));
      case "HINCRBY":
        return this.#incrementField(key, rest[0] ?? "", Number(rest[1]));
      case "HGETALL":
        return [...(this.#hashes.get(key) ?? [])].flatMap(([field, value]) => [field, String(value)]);
      case "DBSIZE":
        return this.#values.size + this.#hashes.size;
      default:
        return new Error(`unknown command '${name.slice(0, 32)}'`);
    }
  }

  #accept(socket: Socket): void {
    const reader = new RespReader();
    this.#sockets.add(socket);
    socket.setNoDelay(true);
    socket.on("close", () => this.#sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    socket.on("data", (piece) => {
      try {
        const commands = reader.push(piece);
        if (commands.length > 0) socket.write(commands.map((command) => encodeReply(this.#reply(command))).join(""));
      } catch {
        socket.destroy();
      }
    });
  }

  #reply(command: Reply): Reply {
    if (!Array.isArray(command)) return new Error("a command is an array of bulk strings");
    return this.run(command.map(String));
  }

  #increment(key: string): Reply {
    const value = Number(this.#values.get(key) ?? 0) + 1;
    if (!Number.isInteger(value)) return new Error("value is not an integer");
    this.#keep(this.#values, key, String(value));
    return value;
  }

  #incrementField(key: string, field: string, by: number): Reply {
    if (!Number.isInteger(by)) return new Error("value is not an integer");
    const hash = this.#hashes.get(key) ?? new Map<string, number>();
    const value = (hash.get(field) ?? 0) + by;
    hash.set(field, value);
    this.#keep(this.#hashes, key, hash);
    return value;
  }

  /** The store is small on purpose: the key written longest ago makes room. */
  #keep<V>(map: Map<string, V>, key: string, value: V): void {
    map.delete(key);
    map.set(key, value);
    if (map.size > MAX_KEYS) for (const oldest of [...map.keys()].slice(0, map.size - MAX_KEYS)) map.delete(oldest);
  }
}
