import { Agent, request } from "node:http";
import type { Stage } from "../scenario/stage";
import { type PlannedRequest, planTraffic } from "./plan-traffic";

/** Requests that may be under way at once; what comes on top is not sent, and counted. */
const MOST_IN_FLIGHT = 300;
const PATIENCE_MS = 20_000;

/** What became of the requests so far. `byStatus` "0": no answer. */
export interface TrafficCounts {
  sent: number;
  skipped: number;
  byStatus: Record<string, number>;
}

/** Shoppers at the edge gateway: an open loop, so that a slow shop gets no fewer requests. */
export class TrafficGenerator {
  readonly counts: TrafficCounts = { sent: 0, skipped: 0, byStatus: {} };
  readonly #plan: Generator<PlannedRequest, never>;
  readonly #port: number;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: MOST_IN_FLIGHT, maxFreeSockets: 16 });
  #inFlight = 0;
  #timer: NodeJS.Timeout | undefined;
  #dueMs = 0;

  constructor(stage: Stage, port: number, seed: number) {
    this.#plan = planTraffic(seed, () => stage.ratePerSec);
    this.#port = port;
  }

  start(): void {
    this.#dueMs = performance.now();
    this.#next();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#agent.destroy();
  }

  #next(): void {
    const planned = this.#plan.next().value;
    // Measured against the plan, not the last timer, so that late timers do not lower the rate; a long stall is not made up for.
    this.#dueMs = Math.max(this.#dueMs, performance.now() - 1000) + planned.afterMs;
    this.#timer = setTimeout(() => {
      this.#send(planned);
      this.#next();
    }, this.#dueMs - performance.now());
  }

  #send(planned: PlannedRequest): void {
    if (this.#inFlight >= MOST_IN_FLIGHT) {
      this.counts.skipped++;
      return;
    }
    this.counts.sent++;
    this.#inFlight++;
    let settled = false;
    const done = (status: number) => {
      if (settled) return;
      settled = true;
      this.#inFlight--;
      this.counts.byStatus[status] = (this.counts.byStatus[status] ?? 0) + 1;
    };
    const outgoing = request(
      {
        agent: this.#agent,
        host: "127.0.0.1",
        port: this.#port,
        method: planned.method,
        path: planned.path,
        headers: headersOf(planned),
        timeout: PATIENCE_MS,
      },
      (incoming) => {
        incoming.on("error", () => done(0));
        incoming.on("end", () => done(incoming.statusCode ?? 0));
        incoming.resume();
      },
    );
    outgoing.on("timeout", () => outgoing.destroy(new Error("no answer")));
    outgoing.on("error", () => done(0));
    outgoing.end();
  }
}

/** The persona goes both ways, as header and as cookie. */
export function headersOf({ persona, session }: PlannedRequest): Record<string, string> {
  return { "x-persona": persona, "x-session": session, cookie: `persona=${persona}`, "content-length": "0" };
}
