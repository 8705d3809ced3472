import { type ChildProcess, spawn } from "node:child_process";

/**
 * Keeps no proxy alive without us: a small process that is told the ids of ours, and ends them when we are gone,
 * however that came about (kill -9 included). See lib/launch/guard.mjs.
 */
export class Guard {
  readonly #script: string;
  readonly #pids = new Set<number>();
  #process: ChildProcess | undefined;
  #closed = false;

  constructor(script: string) {
    this.#script = script;
  }

  add(pid: number): void {
    this.#pids.add(pid);
    if (this.#process) this.#tell(`+${pid}`);
    else this.#start();
  }

  remove(pid: number): void {
    if (this.#pids.delete(pid)) this.#tell(`-${pid}`);
  }

  /** Lets the guard go; it ends whatever was not removed. */
  close(): void {
    this.#closed = true;
    this.#process?.stdin?.end();
  }

  #start(): void {
    const guard = spawn(process.execPath, [this.#script], { stdio: ["pipe", "ignore", "ignore"], detached: true });
    this.#process = guard;
    guard.unref();
    guard.stdin.on("error", () => undefined);
    guard.on("error", () => undefined);
    guard.once("exit", () => {
      if (!this.#closed) this.#start();
    });
    for (const pid of this.#pids) this.#tell(`+${pid}`);
  }

  #tell(line: string): void {
    this.#process?.stdin?.write(`${line}\n`);
  }
}
