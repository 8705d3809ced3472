import type { MeshLog } from "./mesh-log";

export interface PushLoopOptions {
  /** quiet time after a change before a push */
  quietMs: number;
  /** a push comes at the latest this long after the first change */
  maxMs: number;
  push(): Promise<void>;
  log: MeshLog;
}

/** Gathers changes into pushes; one push at a time, and a change during one makes another. */
export class PushLoop {
  private readonly options: PushLoopOptions;
  private timer: NodeJS.Timeout | undefined;
  private firstMs = 0;
  private running = false;
  private again = false;
  private closed = false;

  constructor(options: PushLoopOptions) {
    this.options = options;
  }

  /** Something changed. */
  trigger(): void {
    if (this.closed) return;
    if (this.running) {
      this.again = true;
      return;
    }
    const { quietMs, maxMs } = this.options;
    const now = performance.now();
    if (!this.timer) this.firstMs = now;
    clearTimeout(this.timer);
    const wait = Math.max(0, Math.min(quietMs, this.firstMs + maxMs - now));
    this.timer = setTimeout(() => void this.run(), wait);
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
  }

  private async run(): Promise<void> {
    this.timer = undefined;
    this.running = true;
    try {
      await this.options.push();
    } catch (error) {
      this.options.log.error({ err: error }, "push failed; proxies keep what they have");
    }
    this.running = false;
    if (!this.again) return;
    this.again = false;
    this.trigger();
  }
}
