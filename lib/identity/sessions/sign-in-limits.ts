import type { SignInFailureStore } from "../../store/identity-stores";
import { hashSecret } from "../secret-token";

const WINDOW_MS = 15 * 60_000;
/** failed passwords within 15 minutes */
const PER_ADDRESS = 30;
const PER_ACCOUNT_AND_ADDRESS = 8;
const PER_ACCOUNT = 40;
const MOST_BLOCKED = 10_000;

export interface Attempt {
  /** the login as typed, in lower case; need not exist */
  login: string;
  address: string;
  /** somebody signed in to the account from this address lately */
  known: boolean;
}

/**
 * Slows down guessing: by address, by account from one address, and by account from everywhere. The last one spares addresses the account
 * is used from, so that strangers cannot lock its owner out (OWASP Authentication Cheat Sheet, "account lockout"). Counted in the database, so that several
 * consoles on it do not allow several times as much; the same for accounts that do not exist. Who is blocked is remembered here and costs the database
 * nothing more.
 */
export class SignInLimits {
  readonly #failures: SignInFailureStore;
  readonly #now: () => number;
  /** until when, by key; bounded: when full, the one blocked longest ago is asked for again */
  readonly #blocked = new Map<string, number>();

  constructor(failures: SignInFailureStore, now: () => number) {
    this.#failures = failures;
    this.#now = now;
  }

  /** Seconds until this attempt may be made; 0: now. */
  async waitSec(attempt: Attempt): Promise<number> {
    const limits = limitsOf(attempt).filter(({ sparesKnown }) => !(sparesKnown && attempt.known));
    const nowMs = this.#now();
    const here = Math.max(...limits.map(({ key }) => this.#blocked.get(key) ?? 0));
    if (here > nowMs) return secondsTo(here, nowMs);
    const counts = await this.#failures.counts(
      limits.map(({ key }) => key),
      nowMs,
    );
    const full = counts.filter(({ key, count }) => count >= (limits.find((one) => one.key === key)?.most ?? 0));
    for (const { key, untilMs } of full) this.#block(key, untilMs);
    return secondsTo(Math.max(nowMs, ...full.map(({ untilMs }) => untilMs)), nowMs);
  }

  async failed(attempt: Attempt): Promise<void> {
    const keys = limitsOf(attempt).map(({ key }) => key);
    await this.#failures.add(keys, this.#now(), WINDOW_MS);
  }

  /** A right password clears what was counted for it from this address; the address and the account go on counting others. */
  async succeeded({ login, address }: Attempt): Promise<void> {
    await this.#failures.forget(pairKey(login, address));
  }

  #block(key: string, untilMs: number): void {
    this.#blocked.delete(key);
    this.#blocked.set(key, untilMs);
    const [oldest] = this.#blocked.keys();
    if (this.#blocked.size > MOST_BLOCKED && oldest !== undefined) this.#blocked.delete(oldest);
  }
}

/** What was typed as login may be a password: keys are hashes. */
function limitsOf({ login, address }: Attempt): { key: string; most: number; sparesKnown: boolean }[] {
  return [
    { key: hashSecret(`address ${address}`), most: PER_ADDRESS, sparesKnown: false },
    { key: pairKey(login, address), most: PER_ACCOUNT_AND_ADDRESS, sparesKnown: false },
    { key: hashSecret(`account ${login}`), most: PER_ACCOUNT, sparesKnown: true },
  ];
}

const pairKey = (login: string, address: string): string => hashSecret(`pair ${address} ${login}`);

const secondsTo = (endMs: number, nowMs: number): number => Math.max(0, Math.ceil((endMs - nowMs) / 1000));
