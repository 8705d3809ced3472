import { RedisClient } from "../redis/redis-client";
import { RedisServer } from "../redis/redis-server";
import type { Stage } from "../scenario/stage";
import { type Handler, HttpService } from "../service/http-service";
import type { ProxyPorts } from "../topology/proxy-ports";
import { WORKLOADS } from "../topology/workloads";
import { cart } from "./cart";
import { catalog } from "./catalog";
import { checkout } from "./checkout";
import { inventory } from "./inventory";
import { payments } from "./payments";
import { ratings } from "./ratings";
import { plainReviews, ratedReviews } from "./reviews";
import { shipping } from "./shipping";
import { web } from "./web";

const USES_PER_REDIS_CONNECTION = 6;

const HANDLERS: Record<string, Handler> = {
  "web-v1": web,
  "catalog-v1": catalog,
  "reviews-v1": plainReviews,
  "reviews-v2": ratedReviews,
  "reviews-v3": ratedReviews,
  "ratings-v1": ratings,
  "checkout-v1": checkout,
  "payments-v1": payments,
  "inventory-v1": inventory,
  "shipping-v1": shipping,
};

/** The running services: the port each application listens on, by workload. */
export interface RunningServices {
  appPorts: Map<string, number>;
  close(): Promise<void>;
}

/** Starts every service of the shop in this process, each wired to its own proxy's ports. */
export async function startServices(stage: Stage, proxies: ReadonlyMap<string, ProxyPorts>): Promise<RunningServices> {
  const appPorts = new Map<string, number>();
  const closers: (() => Promise<void>)[] = [];
  const store = new RedisClient(USES_PER_REDIS_CONNECTION);
  const handlers: Record<string, Handler> = { ...HANDLERS, "cart-v1": cart(store) };
  for (const { workload, protocol } of WORKLOADS) {
    const ports = proxies.get(workload);
    if (!ports) throw new Error(`no proxy ports for ${workload}`);
    for (const port of Object.values(ports.tcp)) store.connectThrough(port);
    if (protocol === "tcp") {
      const server = new RedisServer();
      appPorts.set(workload, await server.listen());
      closers.push(() => server.close());
      continue;
    }
    const handler = handlers[workload];
    if (!handler) throw new Error(`nobody wrote what ${workload} does`);
    const service = new HttpService(workload, stage, handler);
    service.callThrough(ports.outbound);
    appPorts.set(workload, await service.listen());
    closers.push(() => service.close());
  }
  return {
    appPorts,
    async close() {
      store.close();
      await Promise.all(closers.map((close) => close()));
    },
  };
}
