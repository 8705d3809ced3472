/** A workload's certificate as it was issued. `serial`: hex; `authority`: number of the one that signed it. */
export interface LedgerEntry {
  serial: string;
  authority: number;
  tokenId: string;
  proxyId: string;
  issuedAtMs: number;
  expiresAtMs: number;
}

/** A certificate whose join token is gone: nobody is to take it any more. */
export type WithdrawnCertificate = Pick<LedgerEntry, "serial" | "authority" | "issuedAtMs">;

/**
 * The certificates that were issued and have not run out. That one is withdrawn is not written anywhere: it is whose token no longer
 * stands. So a token's end and the end of all its certificates are one step, also for one that is issued at that moment.
 */
export interface CertificateLedger {
  /** Notes certificates; those of a token that is gone already count as withdrawn. What is noted already stays as it is. */
  record(mesh: string, entries: readonly LedgerEntry[]): Promise<void>;
  /** Withdrawn certificates that end after `afterMs`, by authority and serial. */
  withdrawn(mesh: string, afterMs: number): Promise<WithdrawnCertificate[]>;
  /** Drops certificates that ended at `untilMs` or before. */
  dropEnded(mesh: string, untilMs: number): Promise<void>;
}
