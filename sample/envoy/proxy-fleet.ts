import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Logger } from "pino";
import { bootstrap } from "@/lib/mesh/xds/bootstrap";
import type { BootstrapOptions } from "@/lib/mesh/xds/bootstrap-options";
import { EnvoyProcess } from "./envoy-process";
import type { Guard } from "./guard";

/** All the proxies of the sample: each gets its bootstrap file in `dir` and a process of its own. */
export class ProxyFleet {
  readonly #binary: string;
  readonly #dir: string;
  readonly #guard: Guard;
  readonly #log: Logger;
  readonly #proxies: { options: BootstrapOptions; process: EnvoyProcess }[] = [];

  constructor(parts: { binary: string; dir: string; guard: Guard; log: Logger }) {
    this.#binary = parts.binary;
    this.#dir = parts.dir;
    this.#guard = parts.guard;
    this.#log = parts.log;
  }

  async start(options: BootstrapOptions): Promise<void> {
    await mkdir(this.#dir, { recursive: true });
    const bootstrapFile = join(this.#dir, `${options.workload}.json`);
    await writeFile(bootstrapFile, JSON.stringify(bootstrap(options), null, 2), { mode: 0o600 });
    const process = new EnvoyProcess({
      name: options.workload,
      binary: this.#binary,
      bootstrapFile,
      guard: this.#guard,
      log: this.#log,
    });
    this.#proxies.push({ options, process });
    process.start();
  }

  /** Waits until every proxy has its first configuration; rejects when `signal` ends the wait. */
  async ready(signal: AbortSignal): Promise<void> {
    for (const { options } of this.#proxies) {
      while (!(await isReady(options.adminPort))) await wait(100, undefined, { signal });
    }
  }

  /** Names and process ids of those that run now. */
  running(): { name: string; pid: number }[] {
    return this.#proxies.flatMap(({ options, process }) =>
      process.pid === undefined ? [] : [{ name: options.workload, pid: process.pid }],
    );
  }

  async stop(): Promise<void> {
    await Promise.all(this.#proxies.map(({ process }) => process.stop()));
  }
}

async function isReady(adminPort: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${adminPort}/ready`, { signal: AbortSignal.timeout(2000) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}
