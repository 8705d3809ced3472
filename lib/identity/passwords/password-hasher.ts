/** Turns passwords into what may be kept of them. */
export interface PasswordHasher {
  /** A PHC string with a fresh salt. */
  hash(password: string): Promise<string>;
  /** Whether a password is the one hashed. `hash` null: no; takes as long as a look at a real one. */
  verify(hash: string | null, password: string): Promise<boolean>;
  /** Whether a hash was made with other parameters than today's. */
  isOutdated(hash: string): boolean;
}
