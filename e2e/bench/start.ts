import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePortBlock } from "../support/free-port-block";
import { waitFor } from "../support/wait-for";
import { print } from "./report";

interface EdgeCount {
  edges: { requests: number }[];
}

/** One start of the product with its sample: seconds until the graph has edges with traffic. */
async function startOnce(dataDir: string, base: number): Promise<number> {
  const token = randomBytes(24).toString("hex");
  const started = performance.now();
  const child = spawn(process.execPath, ["lib/launch/start.mjs"], {
    env: { ...process.env, HEDDLE_PORT_BASE: String(base), HEDDLE_DATA_DIR: dataDir, HEDDLE_BOOTSTRAP_TOKEN: token },
    stdio: "ignore",
  });
  const drawn = async () => {
    const answer = await fetch(`http://127.0.0.1:${base}/api/v1/graph?namespaces=*&type=workload&duration=5s`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return answer.ok && ((await answer.json()) as EdgeCount).edges.filter((edge) => edge.requests > 0).length >= 5;
  };
  try {
    await waitFor("a graph with traffic", drawn, { timeoutMs: 180_000, everyMs: 100 });
    return (performance.now() - started) / 1000;
  } finally {
    child.kill("SIGTERM");
    await waitFor("the product to stop", () => child.exitCode !== null || child.signalCode !== null, {
      timeoutMs: 60_000,
    });
  }
}

/** `npm start` on a machine with dependencies installed: first on an empty data folder, then again. */
export async function benchStart(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), "heddle-start-"));
  const base = await freePortBlock(20);
  try {
    const first = await startOnce(dataDir, base);
    const again = await startOnce(dataDir, base);
    print({
      what: "start to a graph of the sample mesh with traffic, started again",
      measured: again,
      unit: "s",
      budget: 15,
      direction: "max",
      against: `the first start on an empty data folder took ${first.toFixed(1)} s`,
    });
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}
