import type { Logger } from "pino";

const STEP_MS = 8000;

/**
 * Ends a process in order: what was opened last is closed first, each step within 8 s. SIGTERM and SIGINT start it; a second signal
 * ends at once. An uncaught exception ends the process too, with code 1: whoever supervises starts a clean one.
 */
export class Shutdown {
  readonly #log: Logger;
  readonly #steps: { name: string; close: () => unknown }[] = [];
  #stopping = false;

  constructor(log: Logger) {
    this.#log = log;
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void this.stop(0));
    process.on("uncaughtException", (error) => {
      log.fatal({ err: error }, "uncaught exception");
      void this.stop(1);
    });
    process.on("unhandledRejection", (error) => log.error({ err: error }, "unhandled rejection"));
  }

  get stopping(): boolean {
    return this.#stopping;
  }

  /** Closes before everything added earlier. */
  add(name: string, close: () => unknown): void {
    this.#steps.push({ name, close });
  }

  async stop(code: number): Promise<never> {
    if (this.#stopping) process.exit(1);
    this.#stopping = true;
    this.#log.info("stopping");
    for (const { name, close } of this.#steps.reverse()) {
      try {
        await within(Promise.resolve(close()), STEP_MS);
      } catch (error) {
        this.#log.error({ err: error, step: name }, "not closed cleanly");
      }
    }
    this.#log.info("stopped");
    process.exit(code);
  }
}

async function within(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done within ${ms} ms`)), ms);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
