import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePortBlock } from "./free-port-block";
import type { JoinedMesh } from "./meshed-service";
import { waitFor } from "./wait-for";

/** A console and its collector, as they run on one machine of several. */
export class WholeConsole {
  readonly url: string;
  readonly xds: string;
  readonly otlpGrpc: string;
  readonly #token: string;
  readonly #console: ChildProcess;
  readonly #collector: ChildProcess;
  readonly #dataDir: string;

  constructor(name: string, base: number, env: Record<string, string>) {
    this.url = `http://127.0.0.1:${base}`;
    this.xds = `127.0.0.1:${base + 1}`;
    this.otlpGrpc = `127.0.0.1:${base + 2}`;
    this.#token = env.HEDDLE_INTERNAL_TOKEN ?? "";
    this.#dataDir = mkdtempSync(join(tmpdir(), `heddle-${name}-`));
    const start = (file: string) => {
      const child = spawn(process.execPath, ["--enable-source-maps", join("dist", file)], {
        env: { ...process.env, ...env, HEDDLE_PORT_BASE: String(base), HEDDLE_DATA_DIR: this.#dataDir },
        stdio: ["ignore", "pipe", "inherit"],
      });
      mkdirSync("test-results", { recursive: true });
      child.stdout.pipe(createWriteStream(join("test-results", `${name}-${file}.log`)));
      return child;
    };
    this.#collector = start("collector.js");
    this.#console = start("server.js");
  }

  async ready(): Promise<void> {
    const answers = async (url: string) => (await fetch(`${url}/readyz`)).ok;
    await waitFor(`a console at ${this.url}`, () => answers(this.url), { timeoutMs: 60_000 });
  }

  /** Proxies that hold a stream to this very console. */
  async proxiesHere(): Promise<number> {
    const answer = await fetch(`${this.url}/internal/scrape-targets`, {
      headers: { authorization: `Bearer ${this.#token}` },
    });
    return ((await answer.json()) as unknown[]).length;
  }

  killConsole(): Promise<void> {
    return ended(this.#console, "SIGKILL");
  }

  async stop(): Promise<void> {
    await Promise.all([ended(this.#console, "SIGTERM"), ended(this.#collector, "SIGTERM")]);
    rmSync(this.#dataDir, { recursive: true, force: true });
  }
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const over = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  const late = setTimeout(() => child.kill("SIGKILL"), 15_000);
  await over;
  clearTimeout(late);
}

/** Two consoles of one mesh on one PostgreSQL, as the README's "Several consoles" has them; `second` is yet to be started. */
export async function consolePair(databaseUrl: string) {
  const base = await freePortBlock(20);
  const token = randomBytes(24).toString("hex");
  const env = {
    DATABASE_URL: databaseUrl,
    HEDDLE_CA_KEY: randomBytes(24).toString("hex"),
    HEDDLE_MESH: "pair",
    HEDDLE_INTERNAL_TOKEN: randomBytes(24).toString("hex"),
    HEDDLE_BOOTSTRAP_TOKEN: token,
    HEDDLE_SCRAPE_INTERVAL_MS: "1000",
    NODE_ENV: "production",
  };
  const first = new WholeConsole("first", base, env);
  await first.ready();
  const mesh: JoinedMesh = {
    url: first.url,
    token,
    xds: `127.0.0.1:${base + 1},127.0.0.1:${base + 11}`,
    otlpGrpc: first.otlpGrpc,
  };
  return { first, mesh, startSecond: () => new WholeConsole("second", base + 10, env) };
}
