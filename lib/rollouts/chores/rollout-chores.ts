import type { AppContext } from "../../identity/ctx";
import { startQueued } from "./start-queued";

const EVERY_MS = 2000;

/**
 * What is to be done for rollouts beside moving them: start those whose turn has come, and fill in audit entries that were missed. All of it is stored,
 * so that it survives the process, and every console may do it.
 */
export class RolloutChores {
  readonly #app: AppContext;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(app: AppContext) {
    this.#app = app;
  }

  start(): void {
    this.#plan();
  }

  /** Lets the running round end. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#round;
  }

  /** One round. A chore that fails is tried again at the next and keeps no other from being done. */
  async round(): Promise<void> {
    const { store, log } = this.#app;
    await startQueued(this.#app).catch((error: unknown) => log.warn({ err: error }, "queued rollouts not looked at"));
    try {
      const filled = await store.audit.fillIn();
      if (filled > 0) log.info({ filled }, "audit entries filled in that were missed while the log took none");
    } catch (error) {
      log.warn({ err: error }, "audit entries that were missed are not filled in yet");
    }
  }

  #plan(): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#round = this.round();
      void this.#round.then(() => this.#plan());
    }, EVERY_MS);
  }
}
