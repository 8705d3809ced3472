import { type ChildProcess, spawn } from "node:child_process";
import type { Logger } from "pino";
import type { Guard } from "./guard";
import { countFailure, restartDelayMs } from "./restart-delay";

export interface EnvoyStart {
  name: string;
  binary: string;
  bootstrapFile: string;
  guard: Guard;
  log: Logger;
}

const LAST_WORDS = 15;
const GRACE_MS = 5000;

/** One Envoy, started again with back-off whenever it ends by itself, ended by its process id. */
export class EnvoyProcess {
  readonly #start: EnvoyStart;
  #child: ChildProcess | undefined;
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #stopping = false;

  constructor(start: EnvoyStart) {
    this.#start = start;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  start(): void {
    if (this.#stopping) return;
    const { name, binary, bootstrapFile, guard, log } = this.#start;
    const startedAt = performance.now();
    const words: string[] = [];
    const args = ["-c", bootstrapFile, "--concurrency", "1", "--disable-hot-restart", "--log-level", "warning"];
    // Plaintext connections that STRICT ends close after their next answer, not at some time in ten minutes.
    args.push("--drain-strategy", "immediate", "--drain-time-s", "30");
    const child = spawn(binary, args, { stdio: ["ignore", "ignore", "pipe"] });
    this.#child = child;
    if (child.pid !== undefined) guard.add(child.pid);
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      words.push(...text.split("\n").filter(Boolean));
      words.splice(0, words.length - LAST_WORDS);
    });
    let over = false;
    const ended = (reason: string) => {
      if (over) return;
      over = true;
      if (child.pid !== undefined) guard.remove(child.pid);
      this.#child = undefined;
      if (this.#stopping) return;
      this.#failures = countFailure(this.#failures, performance.now() - startedAt);
      const delayMs = restartDelayMs(this.#failures);
      log.warn({ proxy: name, reason, delayMs, lastWords: words }, "a proxy ended; it is started again");
      this.#timer = setTimeout(() => this.start(), delayMs);
    };
    child.once("error", (error) => ended(error.message));
    child.once("exit", (code, signal) => ended(signal ? `signal ${signal}` : `exit code ${code}`));
  }

  /** Ends it: politely, then by force after a grace of 5 s. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    const child = this.#child;
    if (!child) return;
    const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    child.kill("SIGTERM");
    const force = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
    await exited;
    clearTimeout(force);
  }
}
