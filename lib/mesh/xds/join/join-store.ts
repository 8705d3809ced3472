import type { CertificateLedger } from "../ca/certificate-ledger";

/** A join token as the control plane reads it; its secret is only known by its SHA-256, hex. */
export interface JoinGrant {
  id: string;
  namespace: string;
  workload: string;
  serviceAccount: string;
}

/** The slice of the console's store that admission needs: tokens, and the certificates that were issued for them. */
export interface JoinStore extends CertificateLedger {
  find(mesh: string, tokenHash: string): Promise<JoinGrant | null>;
  /** Notes that a token admits a proxy, once each. Known proxies stay admitted; new ones only before the end and up to the count. */
  admit(tokenId: string, proxyId: string, nowMs: number): Promise<"admitted" | "expired" | "usedUp">;
  /** of these tokens those that stand: not revoked */
  standing(tokenIds: readonly string[]): Promise<ReadonlySet<string>>;
}
