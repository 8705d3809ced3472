import type { CountedKey, SignInFailureStore } from "../../store/identity-stores";
import { hashSecret } from "../secret-token";

const WINDOW_MS = 15 * 60_000;
/** passwords that failed, or are being looked at, within 15 minutes */
const PER_ADDRESS = 30;
const PER_ACCOUNT_AND_ADDRESS = 8;
const PER_ACCOUNT = 40;
const MOST_BLOCKED = 10_000;
/** An attempt under way counts until it turns out right: whether one is still blocked is asked anew after so long. */
const REMEMBER_MS = 5_000;

export interface Attempt {
  /** the login as typed, in lower case; need not exist */
  login: string;
  address: string;
  /** somebody signed in to the account from this address lately */
  known: boolean;
}

/**
 * Slows down guessing: by address, by account from one address, and by account from everywhere. The last one spares addresses the account
 * is used from, so that strangers cannot lock its owner out (OWASP Authentication Cheat Sheet, "account lockout"). An attempt is counted before its
 * password is looked at and given back when that is right, so many at once get no further than one after the other. Counted in the database, so that several
 * consoles on it do not allow several times as much; the same for accounts that do not exist. Who is blocked is remembered here and costs the database little.
 */
export class SignInLimits {
  readonly #failures: SignInFailureStore;
  readonly #now: () => number;
  /** bounded: when full, the one blocked longest ago is asked for again */
  readonly #blocked = new Map<string, { untilMs: number; askMs: number }>();

  constructor(failures: SignInFailureStore, now: () => number) {
    this.#failures = failures;
    this.#now = now;
  }

  /** Begins an attempt, and counts it as failed until `succeeded` is called. Gives the seconds until it may be made; 0: now, and it is counted. */
  async begin(attempt: Attempt): Promise<number> {
    const limits = limitsOf(attempt);
    const nowMs = this.#now();
    const here = limits.map(({ key, most }) => (Number.isFinite(most) ? this.#blockedUntil(key, nowMs) : 0));
    if (Math.max(...here) > nowMs) return secondsTo(Math.max(...here), nowMs);
    const full = await this.#failures.take(limits, nowMs, WINDOW_MS);
    for (const { key, untilMs } of full) this.#block(key, untilMs, nowMs);
    return secondsTo(Math.max(nowMs, ...full.map(({ untilMs }) => untilMs)), nowMs);
  }

  /** A right password clears what was counted for it from this address; the address and the account go on counting others. */
  async succeeded(attempt: Attempt): Promise<void> {
    const pair = pairKey(attempt.login, attempt.address);
    await this.#failures.giveBack(limitsOf(attempt).flatMap(({ key }) => (key === pair ? [] : [key])));
    await this.#failures.forget(pair);
  }

  #blockedUntil(key: string, nowMs: number): number {
    const known = this.#blocked.get(key);
    return known && known.askMs > nowMs ? known.untilMs : 0;
  }

  #block(key: string, untilMs: number, nowMs: number): void {
    this.#blocked.delete(key);
    this.#blocked.set(key, { untilMs, askMs: nowMs + REMEMBER_MS });
    const [oldest] = this.#blocked.keys();
    if (this.#blocked.size > MOST_BLOCKED && oldest !== undefined) this.#blocked.delete(oldest);
  }
}

/** What was typed as login may be a password: keys are hashes. An account's own addresses are counted for it, and not held up by it. */
function limitsOf({ login, address, known }: Attempt): CountedKey[] {
  return [
    { key: hashSecret(`address ${address}`), most: PER_ADDRESS },
    { key: pairKey(login, address), most: PER_ACCOUNT_AND_ADDRESS },
    { key: hashSecret(`account ${login}`), most: known ? Number.POSITIVE_INFINITY : PER_ACCOUNT },
  ];
}

const pairKey = (login: string, address: string): string => hashSecret(`pair ${address} ${login}`);

const secondsTo = (endMs: number, nowMs: number): number => Math.max(0, Math.ceil((endMs - nowMs) / 1000));
