import { X509Certificate } from "node:crypto";
import { HeddleError } from "../../../model/heddle-error";
import type { MeshLog } from "../mesh-log";
import type { CaRow, CaStore } from "./ca-store";
import type { GivenAuthority } from "./given-authority";
import type { KeyVault } from "./key-vault";
import { type CertifiedKey, newAuthority, newLeaf, readSigner, type Signer } from "./x509";

const DAY_MS = 86_400_000;
const ROOT_LIFETIME_MS = 3650 * DAY_MS;
const INTERMEDIATE_LIFETIME_MS = 730 * DAY_MS;
/** An authority of ours that has less left than this is followed by a new one. */
const RENEW_BEFORE_MS = 60 * DAY_MS;
/** What was signed by a retiring authority has run out after its lifetime and this. */
const CLOCK_SKEW_MS = 300_000;

export interface CertificateAuthorityOptions {
  store: CaStore;
  vault: KeyVault;
  mesh: string;
  trustDomain: string;
  /** an authority of the operator's own instead of a generated one */
  given?: GivenAuthority | undefined;
  /** how long a workload's certificate holds */
  leafLifetimeMs: number;
  /** how long a new root is trusted everywhere before anything is signed under it */
  spreadMs: number;
  now(): number;
  log: MeshLog;
}

/** A workload's certificate as issued. `chain`: its own and the intermediates, PEM. */
export interface IssuedCertificate {
  uri: string;
  chain: string;
  key: string;
  serial: string;
  issuedAtMs: number;
  expiresAtMs: number;
  /** which authority signed it */
  authority: number;
}

/** One authority as people see it. */
export interface AuthorityView {
  number: number;
  state: CaRow["state"];
  rootFingerprint: string;
  /** null: the root signs by itself */
  intermediateFingerprint: string | null;
  rootExpiresAtMs: number;
  signsUntilMs: number;
  given: boolean;
}

/**
 * The mesh's certification authority: a root, under it an intermediate that signs workloads' certificates. A rotation makes a
 * new pair, whose root joins the trust bundle at once, signs after `spreadMs`, and stands beside the old root until the last
 * certificate of the old pair has run out: at no time does one workload's certificate fail another's check.
 */
export class CertificateAuthority {
  private readonly options: CertificateAuthorityOptions;
  private rows: CaRow[] = [];
  private signer: { number: number; signer: Signer; chain: string; untilMs: number } | undefined;
  private readonly opened = new Map<number, Signer>();

  private constructor(options: CertificateAuthorityOptions) {
    this.options = options;
  }

  /** Loads the authority, or makes it at first use. Throws HeddleError `unavailable` when its key cannot be opened. */
  static async open(options: CertificateAuthorityOptions): Promise<CertificateAuthority> {
    const authority = new CertificateAuthority(options);
    await authority.load();
    if (options.given) await authority.takeGiven(options.given);
    // Between the two moves of a rotation there is none that is active: the one that comes takes its place.
    else if (authority.rows.every(({ state }) => state === "retiring")) await authority.make("active");
    await authority.tend();
    return authority;
  }

  get trustDomain(): string {
    return this.options.trustDomain;
  }

  /** What the proxies of this mesh mark mirrored requests with: the same from all its consoles (translate/mirror-mark.ts). */
  get mirrorMark(): string {
    return this.options.vault.derive(`${this.options.mesh}/mirrored requests`);
  }

  /** All roots that are trusted now, PEM. */
  trustBundle(): string {
    return [...new Set(this.rows.map(({ rootCert }) => rootCert))].join("");
  }

  /** Number of the authority that signs now. */
  get activeNumber(): number {
    return this.active().number;
  }

  view(): AuthorityView[] {
    return this.rows.map((row) => ({
      number: row.number,
      state: row.state,
      rootFingerprint: new X509Certificate(row.rootCert).fingerprint256,
      intermediateFingerprint: row.intermediateCert ? new X509Certificate(row.intermediateCert).fingerprint256 : null,
      rootExpiresAtMs: expiry(row.rootCert),
      signsUntilMs: expiry(row.intermediateCert || row.rootCert),
      given: row.rootKey === "" && row.intermediateKey === "",
    }));
  }

  /** Every authority in force, ready to sign. Throws HeddleError `unavailable` when the key of one of them is not here. */
  async signers(): Promise<{ number: number; signer: Signer }[]> {
    const rows = this.rows;
    for (const number of this.opened.keys()) if (!rows.some((row) => row.number === number)) this.opened.delete(number);
    return Promise.all(rows.map(async (row) => ({ number: row.number, signer: await this.signerOf(row) })));
  }

  /** A certificate for one SPIFFE id with a new key, of the usual lifetime or that of `lifetimeMs`. */
  async issue(
    uri: string,
    extra: { dnsNames?: readonly string[]; ipAddresses?: readonly string[]; lifetimeMs?: number } = {},
  ): Promise<IssuedCertificate> {
    const { signer, chain, number, untilMs } = this.active();
    const nowMs = this.options.now();
    const { lifetimeMs = this.options.leafLifetimeMs, ...names } = extra;
    const notAfterMs = Math.min(nowMs + lifetimeMs, untilMs);
    const leaf = await newLeaf({ uri, ...names, signer, nowMs, notAfterMs });
    const read = new X509Certificate(leaf.cert);
    return {
      uri,
      chain: leaf.cert + chain,
      key: leaf.key,
      serial: read.serialNumber.toLowerCase(),
      issuedAtMs: nowMs,
      expiresAtMs: Date.parse(read.validTo),
      authority: number,
    };
  }

  /** Begins a rotation: a new root that is trusted at once and signs after `spreadMs`. Throws `conflict` while one is under way. */
  async rotate(): Promise<void> {
    if (this.options.given)
      throw new HeddleError("refused_by_policy", {
        what: "This authority is not rotated here.",
        why: "It is given by files; its key is not ours to make.",
        next: "Put the new authority into those files and restart; both roots are then trusted until the old certificates have run out.",
      });
    if (this.rows.some(({ state }) => state === "incoming"))
      throw new HeddleError("conflict", {
        what: "A new root is on its way already.",
        why: "Its root is being made known to all proxies before it signs.",
        next: "Wait until it signs, then rotate again if you must.",
      });
    await this.make("incoming");
    await this.tend();
  }

  /** Looks at the store and at the clock: takes over what other consoles did, moves a rotation on. true: something changed. */
  async tend(): Promise<boolean> {
    const { store, mesh, now, leafLifetimeMs, spreadMs, given } = this.options;
    const before = this.signature();
    await this.load();
    let acted = true;
    const at = now();
    const incoming = this.rows.find(({ state }) => state === "incoming");
    const active = this.rows.find(({ state }) => state === "active");
    if (incoming && (at - incoming.stateAtMs >= spreadMs || !active)) {
      if (active) await store.move(mesh, active.number, "active", "retiring", at);
      await store.move(mesh, incoming.number, "incoming", "active", at);
    } else if (active && !incoming && !given && active.intermediateKey !== "") {
      const left = expiry(active.intermediateCert) - at;
      if (left < Math.max(RENEW_BEFORE_MS, 2 * leafLifetimeMs)) await this.make("incoming");
      else acted = false;
    } else acted = false;
    for (const row of this.rows) {
      if (row.state !== "retiring" || at - row.stateAtMs <= leafLifetimeMs + CLOCK_SKEW_MS) continue;
      await store.remove(mesh, row.number);
      acted = true;
    }
    if (acted) await this.load();
    await this.ready();
    return before !== this.signature();
  }

  private active() {
    if (this.signer) return this.signer;
    throw new HeddleError("unavailable", {
      what: "No certificate can be issued.",
      why: "The mesh's certification authority is not ready.",
      next: "Look at the console's log for what it says of the authority.",
    });
  }

  private signature(): string {
    return this.rows.map(({ number, state }) => `${number}${state}`).join(",");
  }

  private async load(): Promise<void> {
    const rows = await this.options.store.list(this.options.mesh);
    this.rows = rows.sort((a, b) => a.number - b.number);
  }

  /** Opens the key of the active authority, once. */
  private async ready(): Promise<void> {
    const row = this.rows.find(({ state }) => state === "active");
    if (!row || row.number === this.signer?.number) return;
    const signing = await this.signerOf(row);
    const untilMs = expiry(row.intermediateCert || row.rootCert);
    this.signer = { number: row.number, signer: signing, chain: row.intermediateCert, untilMs };
  }

  private async signerOf(row: CaRow): Promise<Signer> {
    const known = this.opened.get(row.number);
    if (known) return known;
    const signer = await readSigner({ cert: row.intermediateCert || row.rootCert, key: this.keyOf(row) });
    this.opened.set(row.number, signer);
    return signer;
  }

  private keyOf(row: CaRow): string {
    const { given, vault } = this.options;
    if (given?.rootCert === row.rootCert && given.intermediateCert === row.intermediateCert) return given.key;
    if (row.intermediateKey !== "") return vault.open(row.intermediateKey, contextOf(row, "intermediate"));
    throw new HeddleError("unavailable", {
      what: "The mesh's certification authority has no key here.",
      why: "It was given by files, and this console is not told where they are.",
      next: "Set HEDDLE_CA_CERT_FILE and HEDDLE_CA_KEY_FILE as on the other consoles.",
    });
  }

  private nextNumber(): number {
    return Math.max(0, ...this.rows.map(({ number }) => number)) + 1;
  }

  /** Makes a root and an intermediate, and stores them with their keys sealed. */
  private async make(state: "active" | "incoming"): Promise<void> {
    const { store, vault, mesh, trustDomain, now, log } = this.options;
    const nowMs = now();
    const number = this.nextNumber();
    const root = await newAuthority({
      commonName: `Root ${number} of ${trustDomain}`,
      nowMs,
      notAfterMs: nowMs + ROOT_LIFETIME_MS,
      pathLength: 1,
    });
    const intermediate: CertifiedKey = await newAuthority({
      commonName: `Intermediate ${number} of ${trustDomain}`,
      signer: await readSigner(root),
      nowMs,
      notAfterMs: nowMs + INTERMEDIATE_LIFETIME_MS,
      pathLength: 0,
    });
    const place = { mesh, number };
    const inserted = await store.insert({
      ...place,
      state,
      rootCert: root.cert,
      rootKey: vault.seal(root.key, contextOf(place, "root")),
      intermediateCert: intermediate.cert,
      intermediateKey: vault.seal(intermediate.key, contextOf(place, "intermediate")),
      createdAtMs: nowMs,
      stateAtMs: nowMs,
    });
    if (inserted) log.info({ mesh, number, state }, "a certification authority was made");
    await this.load();
  }

  /** A given authority that is new here follows the one before it as in a rotation. */
  private async takeGiven(given: GivenAuthority): Promise<void> {
    const { store, mesh, now, log } = this.options;
    await readSigner({ cert: given.intermediateCert || given.rootCert, key: given.key }).catch((error: unknown) => {
      throw new HeddleError("invalid_input", {
        what: "The given certification authority is not used.",
        why: error instanceof Error ? error.message : String(error),
        next: "HEDDLE_CA_KEY_FILE must hold the private key of the first certificate in HEDDLE_CA_CERT_FILE.",
      });
    });
    const known = this.rows.some(
      (row) => row.rootCert === given.rootCert && row.intermediateCert === given.intermediateCert,
    );
    if (known) return;
    const active = this.rows.find(({ state }) => state === "active");
    const nowMs = now();
    const canStillSign = active !== undefined && active.intermediateKey !== "";
    if (active && !canStillSign) await store.move(mesh, active.number, "active", "retiring", nowMs);
    await store.insert({
      mesh,
      number: this.nextNumber(),
      state: canStillSign ? "incoming" : "active",
      rootCert: given.rootCert,
      rootKey: "",
      intermediateCert: given.intermediateCert,
      intermediateKey: "",
      createdAtMs: nowMs,
      stateAtMs: nowMs,
    });
    log.info({ mesh }, "the given certification authority was taken over");
    await this.load();
  }
}

function expiry(pem: string): number {
  return Date.parse(new X509Certificate(pem).validTo);
}

/** A sealed key opens only where it belongs. */
function contextOf({ mesh, number }: { mesh: string; number: number }, which: "root" | "intermediate"): string {
  return `${mesh}/${number}/${which}`;
}
