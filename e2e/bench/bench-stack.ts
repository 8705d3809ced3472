import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePortBlock } from "../support/free-port-block";
import { waitFor } from "../support/wait-for";

export interface BenchStack {
  url: string;
  xdsPort: number;
  otlpHttpUrl: string;
  token: string;
  collector: ChildProcess;
  console: ChildProcess;
  api(path: string, init?: RequestInit): Promise<Response>;
  stop(): Promise<void>;
}

/** The process id of a child that was started. */
export function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error("the process did not start");
  return child.pid;
}

function end(child: ChildProcess): Promise<void> {
  child.kill("SIGTERM");
  return waitFor(`process ${child.pid} to end`, () => child.exitCode !== null || child.signalCode !== null, {
    timeoutMs: 60_000,
  });
}

/** Console and collector of the production build on free ports with an empty data folder; no sample mesh. */
export async function startBenchStack(): Promise<BenchStack> {
  const base = await freePortBlock(20);
  const dataDir = mkdtempSync(join(tmpdir(), "heddle-bench-"));
  const token = randomBytes(24).toString("hex");
  const env = {
    ...process.env,
    NODE_ENV: "production" as const,
    HEDDLE_PORT_BASE: String(base),
    HEDDLE_DATA_DIR: dataDir,
    HEDDLE_BOOTSTRAP_TOKEN: token,
    HEDDLE_INTERNAL_TOKEN: randomBytes(24).toString("hex"),
    HEDDLE_SELF_TRACING: "0",
    HEDDLE_LOG_LEVEL: "warn",
  };
  mkdirSync("test-results", { recursive: true });
  const log = createWriteStream(join("test-results", "bench-stack.log"), { flags: "a" });
  const start = (file: string) => {
    const child = spawn(process.execPath, [file], { env, stdio: ["ignore", "pipe", "pipe"] });
    child.stdout?.pipe(log, { end: false });
    child.stderr?.pipe(log, { end: false });
    return child;
  };
  const collector = start("dist/collector.js");
  const server = start("dist/server.js");
  const url = `http://127.0.0.1:${base}`;
  await waitFor("console and collector", async () => (await fetch(`${url}/readyz`)).ok, { timeoutMs: 90_000 });
  return {
    url,
    xdsPort: base + 1,
    otlpHttpUrl: `http://127.0.0.1:${base + 3}`,
    token,
    collector,
    console: server,
    api: (path, init = {}) =>
      fetch(`${url}/api/v1/${path}`, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } }),
    async stop() {
      await end(server);
      await end(collector);
      log.end();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
