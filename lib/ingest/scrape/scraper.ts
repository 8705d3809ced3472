import { readFile, rename, rm, writeFile } from "node:fs/promises";
import type { Logger } from "pino";
import { z } from "zod";
import { ScrapeTarget } from "../../model/proxy";
import type { EdgeBuckets } from "../edges/edge-buckets";
import { ProxyCounters } from "./proxy-counters";

export interface ScraperOptions {
  /** where the console tells what to scrape: GET, answers ScrapeTarget[] */
  targetsUrl: string;
  token: string;
  intervalMs: number;
  buckets: EdgeBuckets;
  log: Logger;
  startedAtMs: number;
  /** where readings are kept over a clean stop */
  readingsPath: string;
  /** called when a round brought its counts in */
  onRound(): void;
  now?: () => number;
}

export interface ScraperStatus {
  /** why the console could not be asked, "" when it could */
  consoleError: string;
  targets: number;
  /** proxies whose last scrape failed, and why */
  failing: { proxyId: string; error: string }[];
  lastRoundAtMs: number;
}

const AT_ONCE = 16;
const MAX_BODY_BYTES = 32 * 1024 * 1024;
const READINGS_HOLD_MS = 15 * 60_000;
const Targets = z.array(ScrapeTarget);

/** Scrapes every proxy the control plane knows, once an interval. A lost console or proxy shows in the status and heals by itself. */
export class Scraper {
  readonly counters: ProxyCounters;
  readonly #options: Required<ScraperOptions>;
  #targets: ScrapeTarget[] = [];
  #failing = new Map<string, string>();
  #consoleError = "not asked yet";
  #lastRoundAtMs = 0;
  #timer: NodeJS.Timeout | null = null;
  #round: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: ScraperOptions) {
    this.#options = { now: Date.now, ...options };
    this.counters = new ProxyCounters(options.buckets, options.startedAtMs);
  }

  async start(): Promise<void> {
    await this.#restore();
    this.#loop();
  }

  status(): ScraperStatus {
    return {
      consoleError: this.#consoleError,
      targets: this.#targets.length,
      failing: [...this.#failing].map(([proxyId, error]) => ({ proxyId, error })),
      lastRoundAtMs: this.#lastRoundAtMs,
    };
  }

  /** Scrapes once more, so that what happened since the last round is not lost, and keeps the readings for the next process. */
  async close(): Promise<void> {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#round;
    await this.#scrapeAll(1000);
    const { readingsPath, now } = this.#options;
    const readings = { atMs: now(), counters: this.counters.snapshot() };
    await writeFile(`${readingsPath}.new`, JSON.stringify(readings));
    await rename(`${readingsPath}.new`, readingsPath);
  }

  /** Readings are used once: should this process be killed, they would count twice what it stored. */
  async #restore(): Promise<void> {
    const { readingsPath, now, log } = this.#options;
    try {
      const readings = JSON.parse(await readFile(readingsPath, "utf8")) as { atMs: number; counters: unknown };
      await rm(readingsPath);
      if (now() - readings.atMs < READINGS_HOLD_MS) this.counters.restore(readings.counters);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT")
        log.warn({ err: error }, "Kept scrape readings cannot be read.");
    }
  }

  #loop(): void {
    if (this.#stopped) return;
    const { intervalMs, now } = this.#options;
    const beganAtMs = now();
    this.#round = this.#runRound().finally(() => {
      if (this.#stopped) return;
      this.#timer = setTimeout(() => this.#loop(), Math.max(0, intervalMs - (now() - beganAtMs)));
    });
  }

  async #runRound(): Promise<void> {
    const { intervalMs, now, onRound } = this.#options;
    const timeoutMs = Math.min(intervalMs, 4000);
    await this.#askTargets(timeoutMs);
    await this.#scrapeAll(timeoutMs);
    this.counters.clean(this.#targets, now());
    this.#lastRoundAtMs = now();
    if (this.#targets.length > 0) onRound();
  }

  async #askTargets(timeoutMs: number): Promise<void> {
    const { targetsUrl, token, log } = this.#options;
    try {
      const answer = await fetch(targetsUrl, {
        headers: { authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (!answer.ok) throw new Error(`The console answered ${answer.status}.`);
      this.#targets = Targets.parse(await answer.json());
      this.#consoleError = "";
    } catch (error) {
      const why = reason(error);
      if (why !== this.#consoleError)
        log.warn({ why }, "The console does not say what to scrape; the last known proxies are scraped.");
      this.#consoleError = why;
    }
  }

  async #scrapeAll(timeoutMs: number): Promise<void> {
    const waiting = [...this.#targets];
    const failing = new Map<string, string>();
    const worker = async () => {
      for (let target = waiting.pop(); target !== undefined; target = waiting.pop()) {
        const error = await this.#scrape(target, timeoutMs);
        if (error !== "") failing.set(target.proxyId, error);
      }
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, waiting.length) }, worker));
    this.#failing = failing;
  }

  /** Gives what went wrong, "" when nothing did. */
  async #scrape(target: ScrapeTarget, timeoutMs: number): Promise<string> {
    try {
      const answer = await fetch(target.url, { signal: AbortSignal.timeout(timeoutMs) });
      if (!answer.ok || answer.body === null) throw new Error(`The proxy answered ${answer.status}.`);
      const body = await readBounded(answer.body.getReader());
      this.counters.take(target, body, this.#options.now());
      return "";
    } catch (error) {
      return reason(error);
    }
  }
}

async function readBounded(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.length;
    if (size > MAX_BODY_BYTES) {
      await reader.cancel();
      throw new Error(`Its stats exceed ${MAX_BODY_BYTES} bytes.`);
    }
    chunks.push(part.value);
  }
  return Buffer.concat(chunks, size);
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : "";
  return `${error.message}${cause}`;
}
