import type { Logger } from "pino";
import type { LeaseStore } from "../rollout-store";

export const ROLLOUT_LEASE = "rollouts";

export interface LeaderOptions {
  leases: LeaseStore;
  holder: string;
  ttlMs: number;
  /** monotonic clock, ms: what the lease's age is measured by */
  clock(): number;
  log: Logger;
}

/**
 * One process of many that may write. It holds the lease by renewing it; writes are allowed only in the first half of its life, so that a leader that
 * was held up stops before another can begin.
 */
export class Leader {
  readonly #options: LeaderOptions;
  #epoch: number | null = null;
  #takenAtMs = 0;

  constructor(options: LeaderOptions) {
    this.#options = options;
  }

  /** null: not the leader. */
  get epoch(): number | null {
    return this.#epoch;
  }

  /** Whether the lease is young enough to write under. */
  #isFresh(): boolean {
    return this.#epoch !== null && this.#options.clock() - this.#takenAtMs < this.#options.ttlMs / 2;
  }

  /** Takes or renews the lease. The epoch held afterwards, or null. `taken`: this call made us the leader. */
  async ensure(): Promise<{ epoch: number; taken: boolean } | null> {
    const { leases, holder, ttlMs, clock, log } = this.#options;
    // The age counts from before the question: the database's answer may be late.
    const askedAtMs = clock();
    if (this.#epoch !== null) {
      if (askedAtMs - this.#takenAtMs < ttlMs / 4) return { epoch: this.#epoch, taken: false };
      if (await leases.renew(ROLLOUT_LEASE, holder, this.#epoch, ttlMs)) {
        this.#takenAtMs = askedAtMs;
        return { epoch: this.#epoch, taken: false };
      }
      log.warn({ epoch: this.#epoch }, "another console leads the rollouts now");
      this.#epoch = null;
    }
    const epoch = await leases.take(ROLLOUT_LEASE, holder, ttlMs);
    if (epoch === null) return null;
    this.#epoch = epoch;
    this.#takenAtMs = askedAtMs;
    log.info({ epoch }, "leads the rollouts");
    return { epoch, taken: true };
  }

  /** Whether a write may begin now under this epoch: renews a lease that has grown old since the tick began. */
  async mayWrite(epoch: number): Promise<boolean> {
    if (this.#epoch === epoch && !this.#isFresh()) await this.ensure();
    return this.#epoch === epoch && this.#isFresh();
  }

  /** Writes nothing any more until the lease is taken anew. */
  stepDown(): void {
    this.#epoch = null;
  }

  /** Gives the lease up, so that another console need not wait for its end. */
  async release(): Promise<void> {
    const epoch = this.#epoch;
    this.#epoch = null;
    if (epoch !== null) await this.#options.leases.release(ROLLOUT_LEASE, this.#options.holder, epoch);
  }
}
