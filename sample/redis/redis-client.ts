import { connect, type Socket } from "node:net";
import { encodeCommand, type Reply, RespReader } from "./resp";

const PATIENCE_MS = 5000;

interface Connection {
  socket: Socket;
  uses: number;
  ask(parts: readonly string[]): Promise<Reply>;
}

/**
 * A client with a small pool. A connection is used a few times and then given up, as many real clients do,
 * so that connections come and go through the proxy.
 */
export class RedisClient {
  readonly #usesPerConnection: number;
  readonly #idle: Connection[] = [];
  #port = 0;

  constructor(usesPerConnection: number) {
    this.#usesPerConnection = usesPerConnection;
  }

  /** Tells the local port of the proxy that leads to the store. */
  connectThrough(port: number): void {
    this.#port = port;
  }

  /** Sends one command. Throws when the store cannot be reached or answers with an error. */
  async send(...parts: string[]): Promise<Exclude<Reply, Error>> {
    const connection = this.#usable() ?? (await open(this.#port));
    const reply = await connection.ask(parts);
    connection.uses++;
    if (connection.uses >= this.#usesPerConnection) connection.socket.end();
    else this.#idle.push(connection);
    if (reply instanceof Error) throw reply;
    return reply;
  }

  /** An idle connection that the other side has not closed meanwhile. */
  #usable(): Connection | undefined {
    for (let next = this.#idle.pop(); next; next = this.#idle.pop()) if (next.socket.writable) return next;
    return undefined;
  }

  close(): void {
    for (const { socket } of this.#idle.splice(0)) socket.destroy();
  }
}

async function open(port: number): Promise<Connection> {
  const socket = connect({ host: "127.0.0.1", port, noDelay: true });
  socket.setTimeout(PATIENCE_MS);
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("error", reject);
    socket.once("timeout", () => socket.destroy(new Error("the store did not answer")));
  });
  const reader = new RespReader();
  const ask = (parts: readonly string[]) =>
    new Promise<Reply>((resolve, reject) => {
      const settle = (act: () => void) => {
        socket.off("data", onData).off("close", onClose);
        socket.setTimeout(0);
        act();
      };
      const onClose = () => settle(() => reject(new Error("the store closed the connection")));
      const onData = (piece: Buffer) => {
        try {
          const [reply] = reader.push(piece);
          if (reply !== undefined) settle(() => resolve(reply));
        } catch (error) {
          socket.destroy();
          settle(() => reject(error));
        }
      };
      socket.on("data", onData).on("close", onClose);
      socket.setTimeout(PATIENCE_MS);
      socket.write(encodeCommand(parts));
    });
  socket.on("error", () => socket.destroy());
  return { socket, uses: 0, ask };
}
