import { type Agent, request } from "node:http";
import { parseServedBy, SERVED_BY } from "./served-by";

/** The outbound side of a workload's own proxy. */
export interface ProxyRoute {
  agent: Agent;
  outboundPort: number;
}

export interface OutgoingCall {
  /** mesh host, e.g. reviews.shop.svc.cluster.local or reviews.shop */
  host: string;
  path: string;
  method: string;
  headers: Record<string, string>;
}

/** What came back. `status` 0: nothing did. */
export interface Callee {
  status: number;
  body: unknown;
  servedBy: string[];
}

const NO_ANSWER: Callee = { status: 0, body: null, servedBy: [] };
const PATIENCE_MS = 15_000;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** One HTTP request to the proxy's outbound port, routed there by its Host header. */
export function callThroughProxy(route: ProxyRoute, call: OutgoingCall): Promise<Callee> {
  return new Promise((resolve) => {
    const outgoing = request(
      {
        agent: route.agent,
        host: "127.0.0.1",
        port: route.outboundPort,
        path: call.path,
        method: call.method,
        headers: { ...call.headers, host: call.host, "content-length": "0" },
        timeout: PATIENCE_MS,
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", () => resolve(NO_ANSWER));
        incoming.on("end", () =>
          resolve({
            status: incoming.statusCode ?? 0,
            body: parseJson(Buffer.concat(chunks).toString("utf8")),
            servedBy: parseServedBy(incoming.headers[SERVED_BY]),
          }),
        );
      },
    );
    outgoing.on("timeout", () => outgoing.destroy(new Error(`no answer within ${PATIENCE_MS} ms`)));
    outgoing.on("error", () => resolve(NO_ANSWER));
    outgoing.end();
  });
}
