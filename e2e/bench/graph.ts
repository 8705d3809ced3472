import { Graph } from "@/lib/model/graph";
import { waitFor } from "../support/wait-for";
import type { BenchStack } from "./bench-stack";
import { quantile } from "./quantile";
import { print } from "./report";
import { seedMesh } from "./seed-mesh";

const WARM = 3;
const RUNS = 40;

/**
 * Graph of 1,000 services / 4,000 edges in 500 namespaces from the own store: query, build, encoding, as a client sees it. Every call asks
 * for another window, so that none is answered from what a call before computed; the second viewer of a window is timed apart.
 */
export async function benchGraph(stack: BenchStack): Promise<void> {
  const endMs = await seedMesh(stack.otlpHttpUrl);
  const ask = (i: number) => stack.api(`graph?namespaces=*&type=workload&duration=10m&at=${endMs / 1000 - 0.01 * i}`);
  await waitFor(
    "4,000 edges on the graph",
    async () => Graph.parse(await (await ask(0)).json()).edges.length === 4000,
    { timeoutMs: 120_000, everyMs: 1000 },
  );
  const first: number[] = [];
  const second: number[] = [];
  let bytes = 0;
  const time = async (i: number) => {
    const start = performance.now();
    bytes = (await (await ask(i)).arrayBuffer()).byteLength;
    return performance.now() - start;
  };
  for (let i = 1; i <= WARM + RUNS; i++) {
    const [alone, after] = [await time(i), await time(i)];
    if (i > WARM) {
      first.push(alone);
      second.push(after);
    }
  }
  print({
    what: "graph of 1,000 services / 4,000 edges in 500 namespaces, p95",
    measured: quantile(first, 0.95),
    unit: "ms",
    budget: 300,
    direction: "max",
    against: `p50 ${Math.round(quantile(first, 0.5))} ms, the second viewer ${Math.round(quantile(second, 0.5))} ms, ${(bytes / 1e6).toFixed(1)} MB of JSON; Kiali 2.31 over Prometheus took 3.0 s`,
  });
}
