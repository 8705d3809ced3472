import { Agent, request } from "node:http";
import { PRODUCTS } from "../services/products";
import { BATCH } from "../topology/workloads";
import { nextArrivalMs, type Random, seededRandom, seedOf } from "../traffic/seeded-random";
import { type ClientSpan, newSpanId, newTraceId, traceparent } from "./client-span";
import type { SpanExporter } from "./span-exporter";

/** A service as the batch knows it: its mesh name for the span, and the inbound address of its proxy. */
export interface BatchTarget {
  service: string;
  namespace: string;
  host: string;
  port: number;
}

/** Runs a second; each makes two calls. */
const RUNS_PER_SEC = 1;

/**
 * A client that nobody has given a proxy: it calls the inbound ports of others' proxies in plaintext and reports
 * its own spans, the only sign of who it is.
 */
export class LegacyBatch {
  readonly #inventory: BatchTarget;
  readonly #payments: BatchTarget;
  readonly #exporter: SpanExporter;
  readonly #random: Random = seededRandom(seedOf(BATCH.service));
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 8 });
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: { inventory: BatchTarget; payments: BatchTarget; exporter: SpanExporter }) {
    this.#inventory = parts.inventory;
    this.#payments = parts.payments;
    this.#exporter = parts.exporter;
  }

  start(): void {
    this.#timer = setTimeout(
      () => {
        void this.run();
        this.start();
      },
      nextArrivalMs(this.#random, RUNS_PER_SEC),
    );
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#agent.destroy();
    await this.#exporter.close();
  }

  /** One run: reads the stock of a product, then the settlements. */
  async run(): Promise<void> {
    const product = PRODUCTS[Math.floor(this.#random() * PRODUCTS.length)]?.id ?? PRODUCTS[0].id;
    const root = { traceId: newTraceId(), spanId: newSpanId(), startUnixNano: nowUnixNano() };
    const stock = await this.#call(root, this.#inventory, "GET", `/stock/${product}`);
    const settled = await this.#call(root, this.#payments, "GET", "/settlements");
    this.#exporter.add({
      ...root,
      parentSpanId: "",
      name: "reconcile",
      kind: "internal",
      endUnixNano: nowUnixNano(),
      attributes: { "batch.product": product },
      failed: !(stock && settled),
    });
  }

  async #call(
    root: { traceId: string; spanId: string },
    target: BatchTarget,
    method: string,
    path: string,
  ): Promise<boolean> {
    const span = {
      traceId: root.traceId,
      spanId: newSpanId(),
      parentSpanId: root.spanId,
      startUnixNano: nowUnixNano(),
    };
    const status = await this.#send(target, method, path, traceparent(span.traceId, span.spanId));
    const failed = status === 0 || status >= 500;
    this.#exporter.add({ ...span, ...spanOf(target, method, path, status), endUnixNano: nowUnixNano(), failed });
    return !failed;
  }

  #send(target: BatchTarget, method: string, path: string, context: string): Promise<number> {
    return new Promise((resolve) => {
      const outgoing = request(
        {
          agent: this.#agent,
          host: "127.0.0.1",
          port: target.port,
          method,
          path,
          headers: { host: target.host, traceparent: context },
          timeout: 10_000,
        },
        (incoming) => {
          incoming.on("error", () => resolve(0));
          incoming.on("end", () => resolve(incoming.statusCode ?? 0));
          incoming.resume();
        },
      );
      outgoing.on("timeout", () => outgoing.destroy(new Error("no answer")));
      outgoing.on("error", () => resolve(0));
      outgoing.end();
    });
  }
}

/** Attributes by OpenTelemetry's HTTP conventions; `peer.*` name the callee as the mesh does. */
function spanOf(
  target: BatchTarget,
  method: string,
  path: string,
  status: number,
): Pick<ClientSpan, "name" | "kind" | "attributes"> {
  return {
    name: method,
    kind: "client",
    attributes: {
      "http.request.method": method,
      "http.response.status_code": status,
      "url.full": `http://${target.host}${path}`,
      "server.address": target.host,
      "server.port": target.port,
      "peer.service": target.service,
      "peer.namespace": target.namespace,
    },
  };
}

function nowUnixNano(): bigint {
  return BigInt(Math.round((performance.timeOrigin + performance.now()) * 1000)) * 1000n;
}
