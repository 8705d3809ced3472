import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { Actor } from "../model/actor";
import type { LiveConnection } from "./live-connection";
import type { LiveHub } from "./live-hub";

const MOST_FRAME_BYTES = 16 * 1024;
const MOST_CONNECTIONS = 2000;
const HEARTBEAT_MS = 30_000;
/** Rights changed at another console reach connections here within this time; those changed here at once. */
const RECHECK_MS = 10_000;

export interface LiveDoor {
  /** Who upgrades; null: refused with 401. Also asked again every few seconds and when rights change, so that ended sessions end their connections. */
  identify(request: IncomingMessage): Promise<Actor | null>;
  /** Whether the upgrade comes from a page of the console itself, or from no browser. */
  sameOrigin(request: IncomingMessage): boolean;
}

/** The WebSocket side of the hub: upgrades, heartbeats, size limits. */
export class LiveServer {
  readonly #hub: LiveHub;
  readonly #door: LiveDoor;
  readonly #rechecks = new Set<() => Promise<void>>();
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: MOST_FRAME_BYTES, perMessageDeflate: DEFLATE });

  constructor(hub: LiveHub, door: LiveDoor) {
    this.#hub = hub;
    this.#door = door;
  }

  /** Answers an upgrade request to /live. */
  async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on("error", () => socket.destroy());
    if (!this.#door.sameOrigin(request)) return refuse(socket, 403, "Forbidden");
    if (this.#hub.size >= MOST_CONNECTIONS) return refuse(socket, 503, "Service Unavailable");
    const actor = await this.#door.identify(request).catch(() => undefined);
    if (actor === undefined) return refuse(socket, 503, "Service Unavailable");
    if (actor === null) return refuse(socket, 401, "Unauthorized");
    if (socket.destroyed) return;
    this.#server.handleUpgrade(request, socket, head, (ws) => this.#serve(ws, request, actor));
  }

  /** Looks at the rights behind every connection again, now: somebody's were changed. */
  recheckAll(): void {
    for (const recheck of this.#rechecks) void recheck();
  }

  close(): void {
    this.#hub.close();
    for (const ws of this.#server.clients) ws.terminate();
    this.#server.close();
  }

  #serve(ws: WebSocket, request: IncomingMessage, actor: Actor): void {
    const connection = this.#hub.connect(
      {
        send: (text) => ws.send(text, () => undefined),
        bufferedBytes: () => ws.bufferedAmount,
        close: (code, reason) => ws.close(code, reason),
      },
      actor,
    );
    let answered = true;
    const recheck = () => this.#recheck(request, connection);
    this.#rechecks.add(recheck);
    const rights = setInterval(() => void recheck(), RECHECK_MS);
    const beat = setInterval(() => {
      if (!answered) return ws.terminate();
      answered = false;
      ws.ping();
    }, HEARTBEAT_MS);
    ws.on("pong", () => {
      answered = true;
    });
    ws.on("message", (data, binary) => {
      if (binary) connection.close(1003, "text frames only");
      else void connection.receive(String(data));
    });
    ws.on("error", () => ws.terminate());
    ws.on("close", () => {
      clearInterval(beat);
      clearInterval(rights);
      this.#rechecks.delete(recheck);
      connection.closed();
    });
  }

  /** A store that is away for a moment is no reason to sign anyone out. */
  async #recheck(request: IncomingMessage, connection: LiveConnection): Promise<void> {
    const actor = await this.#door.identify(request).catch(() => undefined);
    if (actor === null) connection.close(4401, "signed out");
    else if (actor) connection.replaceActor(actor);
  }
}

/** Graph frames shrink about tenfold; small frames are not worth it. */
const DEFLATE = {
  threshold: 2048,
  concurrencyLimit: 2,
  zlibDeflateOptions: { level: 3 },
  serverNoContextTakeover: true,
};

function refuse(socket: Duplex, status: number, text: string): void {
  socket.end(`HTTP/1.1 ${status} ${text}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
