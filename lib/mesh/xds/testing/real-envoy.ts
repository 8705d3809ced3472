import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** Finds Envoy: the given program, else `envoy` on PATH, else the repository's own copy. Throws with what to do. */
export function findEnvoy(given: string | undefined): string {
  const places = given ? [given] : ["envoy", path.resolve(".envoy/envoy/_bin/envoy")];
  const found = places.find((place) => spawnSync(place, ["--version"], { stdio: "ignore" }).status === 0);
  if (found) return found;
  throw new Error(
    "These tests need a real Envoy: set ENVOY_BIN, put envoy on PATH, or run npm start once, which fetches it.",
  );
}

/** Ports that were free a moment ago, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** Waits until `check` gives something true; fails with the last value or error after `ms`. */
export async function until<T>(what: string, check: () => Promise<T> | T, ms = 15_000): Promise<NonNullable<T>> {
  const end = Date.now() + ms;
  let last: unknown;
  while (Date.now() < end) {
    try {
      const value = await check();
      if (value) return value as NonNullable<T>;
      last = value;
    } catch (error) {
      last = error;
    }
    await pause(20);
  }
  throw new Error(`gave up waiting for ${what}; last: ${last instanceof Error ? last.message : JSON.stringify(last)}`);
}

/** A running Envoy of a test. */
export interface RealEnvoy {
  child: ChildProcess;
  logs(): string;
  stop(): Promise<void>;
}

/** Starts Envoy on a bootstrap; ended by `stop` with its own pid. */
export function startEnvoy(program: string, bootstrap: object): RealEnvoy {
  const dir = mkdtempSync(path.join(tmpdir(), "heddle-envoy-"));
  const config = path.join(dir, "bootstrap.json");
  const log = path.join(dir, "envoy.log");
  writeFileSync(config, JSON.stringify(bootstrap));
  const flags = ["-c", config, "--concurrency", "1", "--use-dynamic-base-id", "--log-level", "warn", "--log-path", log];
  // Connections that a change of the listeners ends close after their next answer, not at some time in ten minutes.
  flags.push("--drain-strategy", "immediate");
  const child = spawn(program, flags, { stdio: "ignore" });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const logs = () => {
    try {
      return readFileSync(log, "utf8");
    } catch {
      return "";
    }
  };
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
    const killer = setTimeout(() => child.kill("SIGKILL"), 3_000);
    await ended;
    clearTimeout(killer);
    rmSync(dir, { recursive: true, force: true });
  };
  return { child, logs, stop };
}
