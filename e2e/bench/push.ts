import { FakeProxy } from "@/lib/mesh/xds/testing/fake-proxy";
import { CreatedJoinToken } from "@/lib/model/join-token";
import { waitFor } from "../support/wait-for";
import type { BenchStack } from "./bench-stack";
import { quantile } from "./quantile";
import { print } from "./report";

const CLIENTS = 200;
const SERVICES = 20;
const ROUNDS = 10;

function routeFor(weight: number): string {
  return `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: bench-0, namespace: bench }
spec:
  hosts: [bench-0.bench.svc.cluster.local]
  http:
  - route:
    - { destination: { host: bench-0.bench.svc.cluster.local }, weight: 100 }
    timeout: ${weight}s
`;
}

/** Admits the ten proxies of one service, so that all of them speak mutual TLS. */
async function joinToken(stack: BenchStack, index: number): Promise<string> {
  const answer = await stack.api("join-tokens", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ namespace: "bench", workload: `bench-${index}-v1`, maxProxies: CLIENTS / SERVICES }),
  });
  return CreatedJoinToken.parse(await answer.json()).token;
}

/** One of 200 proxies of 20 services, as an ADS client; `onRoutes` hears of each acknowledged route table. */
function startProxy(port: number, index: number, joinToken: string, onRoutes: () => void): FakeProxy {
  const service = `bench-${index % SERVICES}`;
  return new FakeProxy({
    port,
    joinToken,
    id: `sidecar~127.0.0.1~${service}-v1-${index}.bench~bench.svc.cluster.local`,
    metadata: {
      NAMESPACE: "bench",
      WORKLOAD_NAME: `${service}-v1`,
      SERVICE: service,
      SERVICE_PORT: "80",
      APP_PORT: "9080",
      PROTOCOL: "http",
      ADDRESS: "127.0.0.1",
      INBOUND_PORT: String(30_000 + index),
      OUTBOUND_PORT: String(31_000 + index),
      ADMIN_PORT: String(32_000 + index),
    },
    onAck: (kind) => {
      if (kind === "rds") onRoutes();
    },
  });
}

/** Policy push to acknowledgement by 200 ADS clients: from the PUT leaving to each client's acknowledgement of the new routes. */
export async function benchPush(stack: BenchStack): Promise<void> {
  const seen = new Map<number, number>();
  const tokens = await Promise.all(Array.from({ length: SERVICES }, (_, index) => joinToken(stack, index)));
  const proxies = Array.from({ length: CLIENTS }, (_, index) =>
    startProxy(stack.xdsPort, index, tokens[index % SERVICES] ?? "", () => seen.set(index, performance.now())),
  );
  try {
    await waitFor("all clients to hold routes", () => seen.size === CLIENTS, { timeoutMs: 60_000 });
    const latencies: number[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      seen.clear();
      const start = performance.now();
      const answer = await stack.api("config/networking.istio.io/v1/virtualservices/bench/bench-0", {
        method: "PUT",
        headers: { "content-type": "application/yaml" },
        body: routeFor(round),
      });
      if (!answer.ok) throw new Error(`push refused: ${answer.status} ${await answer.text()}`);
      await waitFor("acknowledgements", () => seen.size === CLIENTS, { timeoutMs: 30_000, everyMs: 5 });
      latencies.push(...[...seen.values()].map((at) => at - start));
    }
    print({
      what: "policy push to acknowledgement by 200 proxies, p99",
      measured: quantile(latencies, 0.99),
      unit: "ms",
      budget: 1000,
      direction: "max",
      against: `p50 ${Math.round(quantile(latencies, 0.5))} ms over ${ROUNDS} pushes`,
    });
  } finally {
    for (const proxy of proxies) proxy.close();
  }
}
