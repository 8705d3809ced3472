import { FailureLimiter } from "../failure-limiter";

const WINDOW_MS = 15 * 60_000;
/** failed passwords within 15 minutes */
const PER_ADDRESS = 30;
const PER_ACCOUNT_AND_ADDRESS = 8;
const PER_ACCOUNT = 40;

export interface Attempt {
  /** the login as typed, in lower case; need not exist */
  login: string;
  address: string;
  /** somebody signed in to the account from this address lately */
  known: boolean;
}

/**
 * Slows down guessing: by address, by account from one address, and by account from everywhere. The last one spares addresses the account
 * is used from, so that strangers cannot lock its owner out (OWASP Authentication Cheat Sheet, "account lockout"). Kept in this process's
 * memory; the same for accounts that do not exist.
 */
export class SignInLimits {
  readonly #address: FailureLimiter;
  readonly #pair: FailureLimiter;
  readonly #account: FailureLimiter;

  constructor(now: () => number) {
    this.#address = new FailureLimiter({ most: PER_ADDRESS, windowMs: WINDOW_MS, now });
    this.#pair = new FailureLimiter({ most: PER_ACCOUNT_AND_ADDRESS, windowMs: WINDOW_MS, now });
    this.#account = new FailureLimiter({ most: PER_ACCOUNT, windowMs: WINDOW_MS, now });
  }

  /** Seconds until this attempt may be made; 0: now. */
  waitSec({ login, address, known }: Attempt): number {
    return Math.max(
      this.#address.blockedForSec(address),
      this.#pair.blockedForSec(pairOf(login, address)),
      known ? 0 : this.#account.blockedForSec(login),
    );
  }

  failed({ login, address }: Attempt): void {
    this.#address.fail(address);
    this.#pair.fail(pairOf(login, address));
    this.#account.fail(login);
  }

  /** A right password clears what was counted for it from this address; the address and the account go on counting others. */
  succeeded({ login, address }: Attempt): void {
    this.#pair.forget(pairOf(login, address));
  }
}

function pairOf(login: string, address: string): string {
  return `${address} ${login}`;
}
