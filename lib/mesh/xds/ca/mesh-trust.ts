import type { MeshLog } from "../mesh-log";
import type { CertificateAuthority } from "./certificate-authority";
import type { CertificateLedger, WithdrawnCertificate } from "./certificate-ledger";
import { maySignLists, newRevocationList } from "./revocation-list";

/** A proxy whose clock is behind ours may take a certificate that has ended: it stays listed for so long. */
const CLOCK_SKEW_MS = 300_000;
const SWEEP_EVERY_MS = 600_000;

export interface MeshTrustOptions {
  authority: CertificateAuthority;
  joins: CertificateLedger;
  mesh: string;
  now(): number;
  log: MeshLog;
}

/** What a proxy checks others by. `lists`: a revocation list of every authority in force, PEM; "" when none is needed or possible. */
export interface TrustContext {
  bundle: string;
  lists: string;
}

/** What became of withdrawn certificates. `refused`: proxies refuse them; `reason`: why they do not. */
export interface WithdrawnView {
  certificates: number;
  refused: boolean;
  reason?: string;
}

/**
 * What proxies trust: the roots, less the certificates whose join tokens were withdrawn. Envoy wants a list of every authority that
 * may have signed a peer's certificate or refuses that peer (CertificateValidationContext.crl), so there are lists of all authorities
 * in force or of none: none while nobody is withdrawn, and none while one of their keys is not here. Rather a withdrawn
 * certificate that works on to its end than a mesh that refuses itself.
 */
export class MeshTrust {
  private readonly options: MeshTrustOptions;
  private withdrawn: WithdrawnCertificate[] = [];
  private made: { of: string; lists: string; reason?: string } = { of: "", lists: "" };
  private sweptAtMs = 0;

  constructor(options: MeshTrustOptions) {
    this.options = options;
  }

  /** Reads who is withdrawn, here or by another console. Throws when the store does not answer; then what was known holds on. */
  async read(): Promise<void> {
    const { joins, mesh, now } = this.options;
    const endedMs = now() - CLOCK_SKEW_MS;
    this.withdrawn = await joins.withdrawn(mesh, endedMs);
    if (now() - this.sweptAtMs < SWEEP_EVERY_MS) return;
    this.sweptAtMs = now();
    await joins.dropEnded(mesh, endedMs);
  }

  /** Roots and lists that belong together; lists are signed anew only when they say something else. */
  async context(): Promise<TrustContext> {
    const { authority } = this.options;
    if (this.withdrawn.length === 0) {
      this.made = { of: "", lists: "" };
      return { bundle: authority.trustBundle(), lists: "" };
    }
    const numbers = authority.view().map(({ number }) => number);
    const bundle = authority.trustBundle();
    const of = JSON.stringify([numbers, this.withdrawn.map(({ serial }) => serial)]);
    if (of !== this.made.of) this.made = { of, ...(await this.sign(this.withdrawn)) };
    return { bundle, lists: this.made.lists };
  }

  view(): WithdrawnView {
    const { reason, lists } = this.made;
    return { certificates: this.withdrawn.length, refused: lists !== "", ...(reason === undefined ? {} : { reason }) };
  }

  private async sign(withdrawn: readonly WithdrawnCertificate[]): Promise<{ lists: string; reason?: string }> {
    const { authority, now, log } = this.options;
    try {
      const signers = await authority.signers();
      const mute = signers.find(({ signer }) => !maySignLists(signer));
      if (mute) throw new Error(`the certificate of authority ${mute.number} does not let it sign revocation lists`);
      const lists = signers.map(({ number, signer }) => {
        const own = withdrawn.filter((one) => one.authority === number);
        // The day of withdrawal is not kept: a withdrawn certificate is one that was never to be taken.
        const entries = own.map(({ serial, issuedAtMs }) => ({ serial, sinceMs: issuedAtMs }));
        return newRevocationList(signer, entries, now());
      });
      return { lists: (await Promise.all(lists)).join("") };
    } catch (error) {
      log.error({ err: error }, "withdrawn certificates work on until they end: no revocation lists can be made");
      return { lists: "", reason: error instanceof Error ? error.message : String(error) };
    }
  }
}
