import { createHash } from "node:crypto";
import type { ProxyIdentity } from "../../../model/proxy";
import type { CertificateAuthority, IssuedCertificate } from "../ca/certificate-authority";
import type { LedgerEntry } from "../ca/certificate-ledger";
import { MeshTrust, type WithdrawnView } from "../ca/mesh-trust";
import { spiffeId } from "../ca/spiffe-id";
import type { MeshLog } from "../mesh-log";
import type { ProxyNode } from "../registry/proxy-node";
import type { JoinStore } from "./join-store";
import { type EncodedSecret, secretResource, validationResource } from "./secrets";

export interface ProxyIdentitiesOptions {
  authority: CertificateAuthority;
  joins: JoinStore;
  mesh: string;
  now(): number;
  /** 0 to 1; spreads renewals */
  random(): number;
  /** the principal of whoever is connected under a proxy id now; undefined: nobody with one is */
  holder(proxyId: string): string | undefined;
  /** why a proxy that gets no identity is not let in, given what was wrong with its token; undefined: it may join without */
  turnsAway(node: ProxyNode, why: string): string | undefined;
  /** secrets or identities changed: proxies are to hear of it */
  onChange(): void;
  log: MeshLog;
}

interface Held {
  proxyId: string;
  tokenId: string;
  principal: string;
  issued: IssuedCertificate;
  secret: EncodedSecret;
  renewAtMs: number;
}

/** A certificate is renewed at half its life, give or take this share of its life: a thousand proxies do not come at once. */
const JITTER = 0.1;
/** After a failed renewal the next try comes so much of the remaining life later. */
const RETRY_SHARE = 0.1;

/** What becomes of a proxy that asks for an identity. `turnedAway`: its id or its place is another's, or none comes in so; it gets nothing at all. */
export type Admission = { principal: string } | { state: "none" | "refused" | "turnedAway"; reason: string };
type Refusal = Exclude<Admission, { principal: string }>;

/** Who is to have an identity: the id alone is only what a proxy says of itself. */
type Claimant = Pick<ProxyNode, "id" | "principal">;
const keyOf = ({ id, principal }: Claimant): string => `${id}\n${principal ?? ""}`;

/**
 * Who each proxy is: admits by join token, issues certificates and renews them at half life. A token counts once for each proxy
 * id, so that reconnects cost nothing and a proxy outlives its token's end; revoking the token takes the identity away, and has
 * every proxy refuse the certificates that were issued for it.
 */
export class ProxyIdentities {
  private readonly options: ProxyIdentitiesOptions;
  private readonly held = new Map<string, Held>();
  private readonly refused = new Map<string, ProxyIdentity>();
  private readonly meshTrust: MeshTrust;
  private trust: EncodedSecret;
  private unrecorded: LedgerEntry[] = [];

  constructor(options: ProxyIdentitiesOptions) {
    this.options = options;
    this.meshTrust = new MeshTrust(options);
    this.trust = validationResource({ bundle: options.authority.trustBundle(), lists: "" });
  }

  /** Decides on a proxy, and has its certificate ready when it is admitted. Throws when the store of tokens does not answer. */
  async admit(node: ProxyNode, token: string | undefined): Promise<Admission> {
    const decided = await this.decide(node, token);
    const wanted = "principal" in decided ? decided.principal : undefined;
    const holder = this.options.holder(node.id);
    if (holder !== undefined && holder !== wanted)
      return { state: "turnedAway", reason: `Its id ${node.id} is that of a connected proxy with an identity.` };
    if (!("principal" in decided)) {
      const reason = this.options.turnsAway(node, decided.reason);
      return reason === undefined ? this.refuse(node.id, decided) : { state: "turnedAway", reason };
    }
    const claim = { id: node.id, principal: decided.principal };
    const known = this.held.get(keyOf(claim));
    // A certificate ends with the token it was issued for: one that brings another token gets another certificate.
    const holds = known?.tokenId === decided.tokenId && known.issued.expiresAtMs > this.options.now();
    if (!holds) await this.issue({ proxyId: node.id, ...decided });
    this.refused.delete(node.id);
    return { principal: decided.principal };
  }

  /** What a proxy is shown as. */
  view(claimant: Claimant): ProxyIdentity {
    const held = this.held.get(keyOf(claimant));
    if (!held) return this.refused.get(claimant.id) ?? { state: "none" };
    return {
      state: "issued",
      principal: held.principal,
      expiresAt: new Date(held.issued.expiresAtMs).toISOString(),
      renewsAt: new Date(held.renewAtMs).toISOString(),
      serial: held.issued.serial,
    };
  }

  /** What became of the certificates whose tokens were revoked. */
  withdrawn(): WithdrawnView {
    return this.meshTrust.view();
  }

  /** The secrets of a proxy with an identity; [] without. Never those of another that goes by the same id. */
  secretsOf(claimant: Claimant): EncodedSecret[] {
    const held = this.held.get(keyOf(claimant));
    return held ? [this.trust, held.secret] : [];
  }

  /** The proxy is gone from the list: its key is forgotten. */
  forget(proxyId: string): void {
    for (const [key, held] of this.held) if (held.proxyId === proxyId) this.held.delete(key);
    this.refused.delete(proxyId);
  }

  /** Renews what is due and follows the authority. To be called every second or so. */
  async tend(): Promise<void> {
    const { authority, now } = this.options;
    await this.record();
    let changed = await this.followTrust();
    for (const held of [...this.held.values()]) {
      // Under a new root nobody waits for half life: what the old one signed is to run out.
      const reissue = held.issued.authority !== authority.activeNumber;
      if (!reissue && held.renewAtMs > now()) continue;
      changed = (await this.renew(held)) || changed;
    }
    if (changed) this.options.onChange();
  }

  /** Takes identities away whose token was revoked, and has their certificates refused everywhere. Gives whose. */
  async withdraw(): Promise<{ proxyId: string; principal: string }[]> {
    await this.record();
    await this.meshTrust.read();
    if (await this.followTrust()) this.options.onChange();
    if (this.held.size === 0) return [];
    const tokens = new Set([...this.held.values()].map(({ tokenId }) => tokenId));
    const standing = await this.options.joins.standing([...tokens]);
    const gone = [...this.held].filter(([, { tokenId }]) => tokens.has(tokenId) && !standing.has(tokenId));
    for (const [key, { proxyId }] of gone) {
      this.held.delete(key);
      this.refused.set(proxyId, { state: "withdrawn", reason: "Its join token was revoked." });
      this.options.log.warn({ proxy: proxyId }, "a proxy's identity was withdrawn: its join token was revoked");
    }
    return gone.map(([, { proxyId, principal }]) => ({ proxyId, principal }));
  }

  private async decide(
    node: ProxyNode,
    token: string | undefined,
  ): Promise<Refusal | Pick<Held, "principal" | "tokenId">> {
    const { joins, mesh, now, authority } = this.options;
    if (token === undefined) return { state: "none", reason: "It brought no join token." };
    const grant = await joins.find(mesh, createHash("sha256").update(token).digest("hex"));
    const refuse = (reason: string): Refusal => ({ state: "refused", reason });
    if (!grant) return refuse("Its join token is not known here, or was revoked.");
    if (grant.namespace !== node.namespace || grant.workload !== node.workload)
      return refuse(`Its join token is for ${grant.workload} in ${grant.namespace}, not for what it says it is.`);
    if (node.serviceAccount !== undefined && node.serviceAccount !== grant.serviceAccount)
      return refuse(`Its join token is for service account ${grant.serviceAccount}, not ${node.serviceAccount}.`);
    const outcome = await joins.admit(grant.id, node.id, now());
    if (outcome === "expired") return refuse("Its join token had expired before this proxy first came.");
    if (outcome === "usedUp") return refuse("Its join token has admitted as many proxies as it may.");
    return { principal: spiffeId(authority.trustDomain, grant.namespace, grant.serviceAccount), tokenId: grant.id };
  }

  private refuse(proxyId: string, refusal: Refusal): Refusal {
    const { state, reason } = refusal;
    this.refused.set(proxyId, { state: state === "none" ? "none" : "refused", reason });
    if (state === "refused") this.options.log.warn({ proxy: proxyId, reason }, "a proxy got no identity");
    return refusal;
  }

  private async issue(claim: Pick<Held, "proxyId" | "tokenId" | "principal">): Promise<void> {
    const { proxyId, tokenId, principal } = claim;
    const issued = await this.options.authority.issue(principal);
    const life = issued.expiresAtMs - issued.issuedAtMs;
    const share = 0.5 + JITTER * (2 * this.options.random() - 1);
    const renewAtMs = issued.issuedAtMs + life * share;
    const made = { proxyId, tokenId, principal, issued, secret: secretResource(issued), renewAtMs };
    const { serial, authority, issuedAtMs, expiresAtMs } = issued;
    this.unrecorded.push({ serial, authority, tokenId, proxyId, issuedAtMs, expiresAtMs });
    await this.record();
    this.held.set(keyOf({ id: proxyId, principal }), made);
  }

  private async renew(held: Held): Promise<boolean> {
    try {
      await this.issue(held);
      return true;
    } catch (error) {
      const now = this.options.now();
      held.renewAtMs = now + Math.max(1000, (held.issued.expiresAtMs - now) * RETRY_SHARE);
      this.options.log.error({ err: error, proxy: held.proxyId }, "a certificate could not be renewed");
      return false;
    }
  }

  private async followTrust(): Promise<boolean> {
    const trust = validationResource(await this.meshTrust.context());
    if (trust.hash === this.trust.hash) return false;
    this.trust = trust;
    return true;
  }

  /** Notes what was issued. A store that is away holds no renewal up: what it missed is noted when it is back. */
  private async record(): Promise<void> {
    const entries = this.unrecorded.filter(({ expiresAtMs }) => expiresAtMs > this.options.now());
    this.unrecorded = [];
    if (entries.length === 0) return;
    try {
      await this.options.joins.record(this.options.mesh, entries);
    } catch (error) {
      this.unrecorded.push(...entries);
      this.options.log.warn({ err: error, certificates: entries.length }, "issued certificates are not on record yet");
    }
  }
}
