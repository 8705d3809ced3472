import { hash, verify } from "@node-rs/argon2";
import type { PasswordHasher } from "./password-hasher";

/** argon2id in the library's count of algorithms, whose enum is not there at run time */
const ARGON2ID = 2;

/** OWASP Password Storage Cheat Sheet, argon2id: 19 MiB, two passes, one lane. */
const PARAMETERS = { algorithm: ARGON2ID, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const CURRENT = `$argon2id$v=19$m=${PARAMETERS.memoryCost},t=${PARAMETERS.timeCost},p=${PARAMETERS.parallelism}$`;
/** Hashes at once: each takes its memory and a thread of the pool that file and name look-ups share. */
const AT_ONCE = 2;

/** Passwords by argon2id, off the event loop. */
export async function argon2Passwords(): Promise<PasswordHasher> {
  const turns = new Turns(AT_ONCE);
  // What nobody's password hashes to: an unknown account costs the same look as a known one.
  const nobody = await hash(crypto.randomUUID(), PARAMETERS);
  return {
    hash: (password) => turns.take(() => hash(normal(password), PARAMETERS)),
    async verify(known, password) {
      const right = await turns.take(() => verify(known ?? nobody, normal(password)).catch(() => false));
      return right && known !== null;
    },
    isOutdated: (known) => !known.startsWith(CURRENT),
  };
}

/** One form for the same characters typed on different keyboards (NIST SP 800-63B, 3.1.1.2). */
function normal(password: string): string {
  return password.normalize("NFKC");
}

class Turns {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(atOnce: number) {
    this.#free = atOnce;
  }

  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }
}
