import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { LogFile } from "./log-file.mjs";
import { root } from "./root.mjs";

const FIRST_DELAY_MS = 500;
const MOST_DELAY_MS = 15_000;
/** Whoever ran this long before it ended is started again as if for the first time. */
const STEADY_MS = 60_000;
const WORDS_KEPT = 20;
const ERROR_LEVEL = 50;

/** Milliseconds before the next start, after `failures` ends in a row. */
export function restartDelayMs(failures) {
  return Math.min(MOST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.max(0, failures - 1));
}

/** How a process ended, in words. */
export function endingOf(code, signal) {
  if (signal === "SIGKILL") return "killed (SIGKILL: out of memory, or by hand)";
  if (signal === "SIGABRT" || signal === "SIGSEGV") return `crashed (${signal})`;
  if (signal) return `ended by ${signal}`;
  if (code === 134) return "crashed (exit code 134: out of heap memory, or an abort)";
  return `exit code ${code}`;
}

/** The message of a structured log line of level error or worse; undefined for any other line. */
export function errorIn(line) {
  if (!line.startsWith("{")) return undefined;
  try {
    const { level, msg, err } = JSON.parse(line);
    return level >= ERROR_LEVEL ? [msg, err?.message].filter(Boolean).join(": ") : undefined;
  } catch {
    return undefined;
  }
}

/**
 * One process of the product: its output goes to a log file, its errors to `say` as well; ended by itself it is
 * started again with back-off, which is said. In a process group of its own, so that Ctrl-C reaches only us.
 */
export class SupervisedProcess {
  #parts;
  #child;
  #log;
  #timer;
  #failures = 0;
  #stopping = false;
  #words = [];
  #lastSaid = { text: "", at: 0 };

  /** parts: { name, args, env, logFile, guard, say, verbose, graceMs } */
  constructor(parts) {
    this.#parts = parts;
    this.#log = new LogFile(parts.logFile);
  }

  get name() {
    return this.#parts.name;
  }

  /** How often in a row it has ended by itself without lasting. */
  get failures() {
    return this.#failures;
  }

  /** Its last lines of output. */
  get lastWords() {
    return this.#words.join("\n");
  }

  start() {
    if (this.#stopping) return;
    const { args, env, guard } = this.#parts;
    const startedAt = performance.now();
    const child = spawn(process.execPath, args, {
      cwd: root,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      detached: process.platform !== "win32",
      windowsHide: true,
    });
    this.#child = child;
    if (child.pid) guard.add(child.pid);
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on("line", (line) => this.#hear(line));
    child.once("error", (error) => this.#ended(child, error.message, startedAt));
    child.once("close", (code, signal) => this.#ended(child, endingOf(code, signal), startedAt));
  }

  /** Ends it: politely, then by force after its grace. Resolves when it is gone. */
  async stop() {
    this.#stopping = true;
    clearTimeout(this.#timer);
    const child = this.#child;
    if (child) {
      const gone = new Promise((resolve) => child.once("close", resolve));
      child.kill("SIGTERM");
      const force = setTimeout(() => {
        this.#parts.say(`${this.name} did not end within ${this.#parts.graceMs / 1000} s and is killed`);
        child.kill("SIGKILL");
      }, this.#parts.graceMs);
      await gone;
      clearTimeout(force);
    }
    this.#log.close();
  }

  /** Ends it at once. */
  kill() {
    this.#stopping = true;
    clearTimeout(this.#timer);
    this.#child?.kill("SIGKILL");
  }

  #hear(line) {
    this.#log.write(`${line}\n`);
    this.#words.push(line);
    if (this.#words.length > WORDS_KEPT) this.#words.shift();
    if (this.#parts.verbose) {
      this.#parts.say(`${this.name} | ${line}`);
      return;
    }
    const error = errorIn(line);
    // The same error over and over is said once a minute; the log has them all.
    if (error && !(error === this.#lastSaid.text && performance.now() - this.#lastSaid.at < STEADY_MS)) {
      this.#lastSaid = { text: error, at: performance.now() };
      this.#parts.say(`${this.name}: ${error}`);
    }
  }

  #ended(child, how, startedAt) {
    if (this.#child !== child) return;
    this.#child = undefined;
    if (child.pid) this.#parts.guard.remove(child.pid);
    if (this.#stopping) return;
    this.#failures = performance.now() - startedAt >= STEADY_MS ? 1 : this.#failures + 1;
    const delayMs = restartDelayMs(this.#failures);
    this.#parts.say(
      `${this.name} ended (${how}); it is started again in ${delayMs / 1000} s. Log: ${this.#parts.logFile}`,
    );
    this.#timer = setTimeout(() => this.start(), delayMs);
  }
}
