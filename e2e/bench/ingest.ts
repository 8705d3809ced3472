import { spawn } from "node:child_process";
import { join } from "node:path";
import { z } from "zod";
import { type BenchStack, pidOf } from "./bench-stack";
import { processCost } from "./process-cost";
import { quantile } from "./quantile";
import { print } from "./report";

const SECONDS = 20;
const PAGE_EVERY_MS = 250;

const Sent = z.object({
  acknowledged: z.number(),
  throttled: z.number(),
  seconds: z.number(),
  bytesPerSpan: z.number(),
});

/** Runs the sender as a process of its own; resolves to what the collector acknowledged. */
function send(url: string, rate: number): Promise<z.infer<typeof Sent>> {
  return new Promise((resolve, reject) => {
    const args = [
      join("node_modules", "tsx", "dist", "cli.mjs"),
      "e2e/bench/sender.ts",
      url,
      String(SECONDS),
      String(rate),
    ];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    let out = "";
    child.stdout.on("data", (chunk) => {
      out += chunk;
    });
    child.on("exit", (code) =>
      code === 0 ? resolve(Sent.parse(JSON.parse(out))) : reject(new Error(`sender ended with ${code}`)),
    );
  });
}

/** Console answers while the collector is busy, ms each. */
async function pageLatencies(stack: BenchStack, until: Promise<unknown>): Promise<number[]> {
  const latencies: number[] = [];
  let running = true;
  until.finally(() => {
    running = false;
  });
  while (running) {
    const started = performance.now();
    const answer = await stack.api("graph?namespaces=*&type=workload&duration=1m");
    await answer.arrayBuffer();
    latencies.push(performance.now() - started);
    await new Promise((resolve) => setTimeout(resolve, PAGE_EVERY_MS));
  }
  return latencies;
}

const Status = z.object({ collector: z.object({ accepted: z.record(z.string(), z.number()) }) });

/** OTLP protobuf in at full speed: spans per second and per CPU second over both processes, memory, API answers meanwhile, nothing lost. */
export async function benchIngest(stack: BenchStack): Promise<void> {
  const cost = () => [stack.collector, stack.console].map((child) => processCost(pidOf(child)));
  const cpu = () => cost().reduce((sum, { cpuSec }) => sum + cpuSec, 0);
  const cpuBefore = cpu();
  const sending = send(stack.otlpHttpUrl, 0);
  const latencies = await pageLatencies(stack, sending);
  const sent = await sending;
  const status = Status.parse(await (await stack.api("status")).json());
  const cpuSec = cpu() - cpuBefore;
  const residentMb = (cost()[0]?.residentBytes ?? 0) / 1e6;
  const note = `${Math.round(sent.bytesPerSpan)} bytes a span; Jaeger 2.20 with Badger took 16,400/s and 11,100 per CPU second`;
  print({
    what: "spans in, acknowledged, beside the sender",
    measured: sent.acknowledged / sent.seconds,
    unit: "spans/s",
    budget: 40_000,
    direction: "min",
    against: note,
  });
  print({
    what: "spans per CPU second over both processes",
    measured: sent.acknowledged / cpuSec,
    unit: "spans",
    budget: 33_000,
    direction: "min",
    against: `the console answered ${latencies.length} graph calls meanwhile`,
  });
  print({ what: "collector resident", measured: residentMb, unit: "MB", budget: 1500, direction: "max" });
  print({
    what: "console API while that runs, p95",
    measured: quantile(latencies, 0.95),
    unit: "ms",
    budget: 200,
    direction: "max",
    against: `p50 ${Math.round(quantile(latencies, 0.5))} ms`,
  });
  print({
    what: "acknowledged but not counted as accepted",
    measured: Math.max(0, sent.acknowledged - (status.collector.accepted.spans ?? 0)),
    unit: "spans",
    budget: 0,
    direction: "max",
    against: `${sent.throttled} requests were slowed down by 429`,
  });
}
