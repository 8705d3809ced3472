import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

const BYTES = 32;

/** A new secret of 256 random bits, base64url. `prefix` tells people and secret scanners what it is. */
export function newSecret(prefix: string): string {
  return `${prefix}${randomBytes(BYTES).toString("base64url")}`;
}

/** What is stored instead of a secret: SHA-256, hex. Enough without salt since our secrets are random. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** Compares two strings in time that does not depend on where they differ. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(createHash("sha256").update(a).digest(), createHash("sha256").update(b).digest());
}
