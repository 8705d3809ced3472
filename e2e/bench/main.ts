import { startBenchStack } from "./bench-stack";
import { benchDecode } from "./decode";
import { benchGraph } from "./graph";
import { benchIngest } from "./ingest";
import { benchPage } from "./page";
import { benchPush } from "./push";
import { machine } from "./report";
import { benchRollouts } from "./rollouts";
import { benchStart } from "./start";

const STACKED = { ingest: benchIngest, graph: benchGraph, page: benchPage, push: benchPush };
const ALONE = { decode: benchDecode, start: benchStart, rollouts: benchRollouts };

const wanted = process.argv.slice(2);
const runs = (name: string) => wanted.length === 0 || wanted.includes(name);

console.log(`machine: ${machine()}`);
for (const [name, bench] of Object.entries(ALONE)) if (runs(name)) await bench();
for (const [name, bench] of Object.entries(STACKED)) {
  if (!runs(name)) continue;
  const stack = await startBenchStack();
  try {
    await bench(stack);
  } finally {
    await stack.stop();
  }
}
