import type { Logger } from "pino";
import { type ClientSpan, toOtlpJson } from "./client-span";

const MOST_HELD = 1000;
const EVERY_MS = 1000;

/** Sends spans to the collector by OTLP/HTTP JSON once a second. Holds a thousand while the collector is away, then drops the oldest. */
export class SpanExporter {
  readonly #url: string;
  readonly #resource: Record<string, string>;
  readonly #log: Logger;
  readonly #timer: NodeJS.Timeout;
  #held: ClientSpan[] = [];
  #sending = false;
  #away = false;

  constructor(url: string, resource: Record<string, string>, log: Logger) {
    this.#url = url;
    this.#resource = resource;
    this.#log = log;
    this.#timer = setInterval(() => void this.flush(), EVERY_MS);
    this.#timer.unref();
  }

  add(span: ClientSpan): void {
    this.#held.push(span);
    if (this.#held.length > MOST_HELD) this.#held.splice(0, this.#held.length - MOST_HELD);
  }

  /** Sends what is held. A refusal that is not worth another try drops it; anything else keeps it for the next time. */
  async flush(): Promise<void> {
    if (this.#sending || this.#held.length === 0) return;
    this.#sending = true;
    const spans = this.#held;
    this.#held = [];
    try {
      const answer = await fetch(`${this.#url}/v1/traces`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(toOtlpJson(this.#resource, spans)),
        signal: AbortSignal.timeout(5000),
      });
      await answer.arrayBuffer();
      if ([429, 502, 503, 504].includes(answer.status)) throw new Error(`status ${answer.status}`);
      if (!answer.ok) this.#log.warn({ status: answer.status }, "the collector refused the batch client's spans");
      this.#away = false;
    } catch (error) {
      for (const span of this.#held.splice(0)) spans.push(span);
      this.#held = spans.slice(-MOST_HELD);
      if (!this.#away) this.#log.info({ error: String(error) }, "the batch client's spans wait for the collector");
      this.#away = true;
    } finally {
      this.#sending = false;
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
  }
}
