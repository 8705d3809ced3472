import type { Logger } from "pino";
import type { AuditStore } from "../store/app-store";

const EVERY_MS = 5 * 60_000;

/**
 * Writes where the audit chain ends into the log, every five minutes in which it grew, at start and at the end. A log that is shipped
 * elsewhere so keeps proof of the chain that whoever holds the database cannot write anew.
 */
export class AuditHeadLog {
  readonly #audit: Pick<AuditStore, "head">;
  readonly #log: Logger;
  #timer: NodeJS.Timeout | null = null;
  #lastSeq = -1;

  constructor(audit: Pick<AuditStore, "head">, log: Logger) {
    this.#audit = audit;
    this.#log = log;
  }

  start(): void {
    void this.note();
    this.#timer = setInterval(() => void this.note(), EVERY_MS);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.note();
  }

  /** One line if the chain grew. A store that is away is somebody else's line. */
  async note(): Promise<void> {
    try {
      const { seq, hash } = await this.#audit.head();
      if (seq === this.#lastSeq) return;
      this.#lastSeq = seq;
      this.#log.info({ auditHead: `${seq}:${hash}` }, "audit chain");
    } catch (error) {
      this.#log.warn({ err: error }, "the head of the audit chain could not be read");
    }
  }
}
