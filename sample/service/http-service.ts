import { Agent, createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import type { Stage } from "../scenario/stage";
import { logNormal, type Random, seededRandom, seedOf } from "../traffic/seeded-random";
import type { ProxyRoute } from "./call-through-proxy";
import { type Answer, Exchange, type Request } from "./exchange";
import { mergeServedBy, SERVED_BY } from "./served-by";

export type Handler = (exchange: Exchange) => Promise<Answer>;

/** The HTTP side of one workload: a server of its own on loopback that calls others only through its own proxy. */
export class HttpService {
  readonly workload: string;
  readonly #stage: Stage;
  readonly #handler: Handler;
  readonly #server: Server;
  readonly #random: Random;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 256, maxFreeSockets: 8, timeout: 60_000 });
  #route: ProxyRoute | undefined;

  constructor(workload: string, stage: Stage, handler: Handler) {
    this.workload = workload;
    this.#stage = stage;
    this.#handler = handler;
    this.#random = seededRandom(seedOf(workload));
    this.#server = createServer((incoming, outgoing) => void this.#serve(incoming, outgoing));
    // Longer than Envoy keeps an idle upstream connection in use between requests, so that it is never cut under a request.
    this.#server.keepAliveTimeout = 3_600_000;
  }

  /** Listens on a free port of loopback and gives it. */
  async listen(): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(0, "127.0.0.1", resolve);
    });
    return (this.#server.address() as AddressInfo).port;
  }

  /** Tells where the outbound side of its proxy is. */
  callThrough(outboundPort: number): void {
    this.#route = { agent: this.#agent, outboundPort };
  }

  async close(): Promise<void> {
    this.#agent.destroy();
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    incoming.resume();
    const behaviour = this.#stage.behaviour(this.workload);
    const route = this.#route ?? { agent: this.#agent, outboundPort: 0 };
    const exchange = new Exchange(toRequest(incoming), route, behaviour.retries);
    const answer = await this.#answer(exchange, behaviour);
    const body = JSON.stringify(answer.body);
    outgoing.writeHead(answer.status, {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
      [SERVED_BY]: mergeServedBy(this.workload, exchange.servedBy),
    });
    outgoing.end(body);
  }

  async #answer(exchange: Exchange, behaviour: ReturnType<Stage["behaviour"]>): Promise<Answer> {
    await wait(logNormal(this.#random, behaviour.latencyMs, behaviour.spread));
    if (this.#random() < behaviour.errorRatio) {
      return { status: behaviour.errorStatus, body: { error: `${this.workload} could not answer` } };
    }
    try {
      return await this.#handler(exchange);
    } catch (error) {
      return { status: 500, body: { error: error instanceof Error ? error.message : "unexpected" } };
    }
  }
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function toRequest(incoming: IncomingMessage): Request {
  const path = (incoming.url ?? "/").split("?", 1)[0] ?? "/";
  return {
    method: incoming.method ?? "GET",
    segments: path.split("/").filter(Boolean).map(decode),
    headers: incoming.headers,
  };
}
