import type { IncomingHttpHeaders } from "node:http";
import { type Callee, callThroughProxy, type ProxyRoute } from "./call-through-proxy";

/** Headers a service hands on from its caller to its callees: the trace, the shopper, and nothing else. */
const HANDED_ON = ["traceparent", "tracestate", "baggage", "x-request-id", "x-persona", "x-session", "cookie"] as const;

export interface Request {
  method: string;
  /** decoded path segments, e.g. ["products", "raddle"] */
  segments: readonly string[];
  headers: IncomingHttpHeaders;
}

/** What a handler answers. */
export interface Answer {
  status: number;
  body: unknown;
}

/** One request inside a service: what came in, and the way to call others so that they are named in `x-served-by`. */
export class Exchange {
  readonly request: Request;
  /** of every call in the order they were made; filled as they answer */
  readonly servedBy: string[][] = [];
  readonly #route: ProxyRoute;
  readonly #retries: number;

  constructor(request: Request, route: ProxyRoute, retries: number) {
    this.request = request;
    this.#route = route;
    this.#retries = retries;
  }

  /** The shopper's session, "anonymous" when the request names none. */
  get session(): string {
    const header = this.request.headers["x-session"];
    return typeof header === "string" && header !== "" ? header.slice(0, 64) : "anonymous";
  }

  /**
   * Calls another service by its mesh host through this workload's own proxy.
   * Never throws: a call without an answer comes back with status 0. A careless scenario tries again at once.
   */
  async call(host: string, path: string, method: "GET" | "POST" | "DELETE" = "GET"): Promise<Callee> {
    const place = this.servedBy.push([]) - 1;
    const headers = this.#handOn();
    let answer = await callThroughProxy(this.#route, { host, path, method, headers });
    for (let left = this.#retries; left > 0 && failed(answer); left--) {
      answer = await callThroughProxy(this.#route, { host, path, method, headers });
    }
    this.servedBy[place] = answer.servedBy;
    return answer;
  }

  #handOn(): Record<string, string> {
    const headers: Record<string, string> = {};
    for (const name of HANDED_ON) {
      const value = this.request.headers[name];
      if (typeof value === "string") headers[name] = value;
    }
    return headers;
  }
}

/** No answer, or one that says the callee could not. */
export function failed(answer: Callee): boolean {
  return answer.status === 0 || answer.status >= 500;
}
