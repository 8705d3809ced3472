import { randomUUID } from "node:crypto";
import type { Logger } from "pino";
import { messageOf } from "./message";
import type { Delivery, NotifyStore } from "./notify-store";
import { postMessage } from "./post-message";

export interface NotifierOptions {
  store: NotifyStore;
  publicUrl: string;
  /** whether receivers inside private networks are allowed */
  allowPrivate: boolean;
  log: Logger;
  now(): number;
  /** how often the outbox is looked at; default 2 s */
  everyMs?: number;
  /** how long a receiver has; default 10 s */
  timeoutMs?: number;
}

const AT_ONCE = 16;
const SEND_MS = 10_000;
const TAKE_MARGIN_MS = 20_000;
const BACKOFF_MS = [5, 15, 60, 300, 900, 3600, 3600 * 3, 3600 * 6, 3600 * 12].map((sec) => sec * 1000);

/**
 * Empties the outbox of messages, apart from everything else: a receiver that hangs holds up neither rollouts nor other receivers. A message is sent
 * until it arrives (2xx), with growing pauses over a day, then given up; one that arrived twice has the same id.
 */
export class Notifier {
  readonly #options: NotifierOptions;
  readonly #end = new AbortController();
  readonly #underWay = new Set<Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> = Promise.resolve();

  constructor(options: NotifierOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer ??= setInterval(() => this.wake(), this.#options.everyMs ?? 2000);
    this.#timer.unref();
    this.wake();
  }

  /** Looks at the outbox now. */
  wake(): void {
    if (this.#end.signal.aborted) return;
    this.#round = this.#round
      .then(() => this.#look())
      .catch((error: unknown) => {
        this.#options.log.warn({ err: error }, "messages about rollouts are not sent; trying again");
      });
  }

  /** Sends one message that says it is a test, past the outbox and once. Throws with why it did not arrive. */
  async sendTest(targetId: string): Promise<void> {
    const { store, now } = this.#options;
    const target = (await store.targets()).find(({ id }) => id === targetId);
    if (!target) throw new Error("The target was removed meanwhile.");
    const id = randomUUID();
    const payload = { text: "If you read this, messages of Heddle arrive here." };
    await this.#post({
      id,
      noticeId: id,
      rolloutId: "",
      kind: "test",
      payload,
      createdAtMs: now(),
      attempts: 0,
      target,
    });
  }

  /** Ends what is under way; what has not arrived is sent at the next start. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#end.abort();
    await this.#round;
    await Promise.all(this.#underWay);
  }

  async #look(): Promise<void> {
    const { store, now, timeoutMs = SEND_MS } = this.#options;
    await store.fanOut(now(), 100);
    const free = AT_ONCE - this.#underWay.size;
    if (free <= 0 || this.#end.signal.aborted) return;
    for (const delivery of await store.take(now(), timeoutMs + TAKE_MARGIN_MS, free)) {
      const work = this.#send(delivery).finally(() => this.#underWay.delete(work));
      this.#underWay.add(work);
    }
  }

  async #post(delivery: Delivery): Promise<void> {
    const { publicUrl, allowPrivate, now, timeoutMs = SEND_MS } = this.#options;
    const { body, headers } = messageOf(delivery, publicUrl, now());
    const options = { timeoutMs, allowPrivate, signal: this.#end.signal };
    const status = await postMessage(delivery.target.url, body, headers, options);
    if (status < 200 || status > 299) throw new Error(`The receiver answered ${status}.`);
  }

  async #send(delivery: Delivery): Promise<void> {
    const { store, log, now } = this.#options;
    try {
      await this.#post(delivery);
      await store.sent(delivery, now());
    } catch (error) {
      if (this.#end.signal.aborted) return;
      const words = error instanceof Error ? error.message : String(error);
      const pause = BACKOFF_MS[delivery.attempts];
      log.warn(
        { target: delivery.target.name, kind: delivery.kind, error: words, again: pause !== undefined },
        "a message did not arrive",
      );
      const nextAtMs = pause === undefined ? null : now() + pause;
      await store
        .failed(delivery, words, now(), nextAtMs)
        .catch((cause: unknown) => log.warn({ err: cause }, "delivery not noted"));
    }
  }
}
