import type { LedgerEntry, WithdrawnCertificate } from "../ca/certificate-ledger";
import type { JoinGrant, JoinStore } from "./join-store";

/** A token as a test writes it. */
export interface MemoryJoinToken extends JoinGrant {
  tokenHash: string;
  maxProxies: number;
  expiresAtMs: number;
}

/** Join tokens in memory: for tests. */
export class MemoryJoinStore implements JoinStore {
  readonly tokens = new Map<string, MemoryJoinToken>();
  readonly issued: LedgerEntry[] = [];
  private readonly admitted = new Map<string, Set<string>>();

  async find(_mesh: string, tokenHash: string): Promise<JoinGrant | null> {
    return [...this.tokens.values()].find((token) => token.tokenHash === tokenHash) ?? null;
  }

  async admit(tokenId: string, proxyId: string, nowMs: number): Promise<"admitted" | "expired" | "usedUp"> {
    const token = this.tokens.get(tokenId);
    const proxies = this.admitted.get(tokenId) ?? new Set();
    if (proxies.has(proxyId)) return "admitted";
    if (!token || token.expiresAtMs <= nowMs) return "expired";
    if (proxies.size >= token.maxProxies) return "usedUp";
    this.admitted.set(tokenId, proxies.add(proxyId));
    return "admitted";
  }

  async standing(tokenIds: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set(tokenIds.filter((id) => this.tokens.has(id)));
  }

  async record(_mesh: string, entries: readonly LedgerEntry[]): Promise<void> {
    this.issued.push(...entries.filter(({ serial }) => !this.issued.some((one) => one.serial === serial)));
  }

  async withdrawn(_mesh: string, afterMs: number): Promise<WithdrawnCertificate[]> {
    return this.issued.filter(({ tokenId, expiresAtMs }) => expiresAtMs > afterMs && !this.tokens.has(tokenId));
  }

  async dropEnded(_mesh: string, untilMs: number): Promise<void> {
    const kept = this.issued.filter(({ expiresAtMs }) => expiresAtMs > untilMs);
    this.issued.splice(0, this.issued.length, ...kept);
  }
}
