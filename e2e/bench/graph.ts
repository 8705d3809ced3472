import { Graph } from "@/lib/model/graph";
import { waitFor } from "../support/wait-for";
import type { BenchStack } from "./bench-stack";
import { quantile } from "./quantile";
import { print } from "./report";
import { seedMesh } from "./seed-mesh";

const WARM = 3;
const RUNS = 20;

/** Graph of 1,000 services / 4,000 edges in 500 namespaces from the own store: query, build, encoding, as a client sees it. */
export async function benchGraph(stack: BenchStack): Promise<void> {
  const endMs = await seedMesh(stack.otlpHttpUrl);
  const ask = (i: number) =>
    stack.api(`graph?namespaces=*&type=workload&duration=10m&at=${endMs / 1000 - 5 * (i % 4)}`);
  await waitFor(
    "4,000 edges on the graph",
    async () => Graph.parse(await (await ask(0)).json()).edges.length === 4000,
    { timeoutMs: 120_000, everyMs: 1000 },
  );
  const latencies: number[] = [];
  let bytes = 0;
  for (let i = 0; i < WARM + RUNS; i++) {
    const start = performance.now();
    bytes = (await (await ask(i)).arrayBuffer()).byteLength;
    if (i >= WARM) latencies.push(performance.now() - start);
  }
  print({
    what: "graph of 1,000 services / 4,000 edges in 500 namespaces, p95",
    measured: quantile(latencies, 0.95),
    unit: "ms",
    budget: 300,
    direction: "max",
    against: `p50 ${Math.round(quantile(latencies, 0.5))} ms, ${(bytes / 1e6).toFixed(1)} MB of JSON; Kiali 2.31 over Prometheus took 3.0 s`,
  });
}
