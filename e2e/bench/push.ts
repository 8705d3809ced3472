import { waitFor } from "../support/wait-for";
import { startAdsClients } from "./ads-clients";
import type { BenchStack } from "./bench-stack";
import { quantile } from "./quantile";
import { print } from "./report";

const CLIENTS = 200;
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

/** Policy push to acknowledgement by 200 ADS clients: from the PUT leaving to each client's acknowledgement of the new routes. */
export async function benchPush(stack: BenchStack): Promise<void> {
  const seen = new Map<number, number>();
  const stop = startAdsClients(`127.0.0.1:${stack.xdsPort}`, CLIENTS, (client) => seen.set(client, performance.now()));
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
    stop();
  }
}
