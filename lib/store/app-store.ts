import type { AuditEntry, AuditHead, AuditVerification, NewAuditEntry } from "../model/audit-entry";
import type { Change } from "../model/change";
import type { ConfigKey, ConfigObject, ConfigRevision } from "../model/config-object";
import type { NotifyStore } from "../rollouts/notify/notify-store";
import type { LeaseStore, RolloutStore } from "../rollouts/rollout-store";
import type {
  ApiTokenStore,
  InvitationStore,
  PersonStore,
  SessionStore,
  SignInFailureStore,
  SignInLinkStore,
} from "./identity-stores";

export interface AuditFilter {
  /** parts of words, in any case */
  action?: string | undefined;
  actor?: string | undefined;
  target?: string | undefined;
  namespace?: string | undefined;
  outcome?: AuditEntry["outcome"] | undefined;
  fromMs?: number | undefined;
  toMs?: number | undefined;
}

export interface AuditStore {
  /**
   * Puts an entry at the end of the chain. Inside a transaction it gets its place when the transaction is about to commit: the chain's lock
   * is then taken last and held briefly, so that writers neither wait long nor for each other in a circle.
   */
  append(entry: NewAuditEntry): Promise<void>;
  /**
   * Keeps an entry for the chain while that takes none, for acts that must not wait for it: ways back to safety. `detail.happenedAt` says when it
   * was, since the chain dates it when it is filled in.
   */
  postpone(entry: NewAuditEntry): Promise<void>;
  /** Puts what was postponed into the chain, oldest first, each once. How many it were; throws what keeps the chain from taking them. */
  fillIn(): Promise<number>;
  /** Newest first; `before`: seq of an entry, only older ones. */
  list(filter: AuditFilter & { limit: number; before?: string | undefined }): Promise<AuditEntry[]>;
  head(): Promise<AuditHead>;
  /** Walks the whole chain and says what is wrong with it. `pins`: heads that were kept elsewhere. */
  verify(pins?: readonly AuditHead[]): Promise<Omit<AuditVerification, "checkedAt">>;
}

export interface ChangeStore {
  create(change: Omit<Change, "number" | "propagation">): Promise<Change>;
  update(id: string, patch: Partial<Pick<Change, "state" | "revision" | "items">>): Promise<void>;
  get(id: string): Promise<Change | null>;
  list(filter: { mesh: string; limit: number; target?: ConfigKey }): Promise<Change[]>;
}

export interface ConfigWrite {
  key: ConfigKey;
  kind: string;
  yaml: string | null;
  resourceVersion?: string | null;
  actor: string;
  reason: string;
  /** refused with `conflict` unless `epoch` is the lease's: a leader that was replaced writes nothing any more */
  fence?: { lease: string; epoch: number };
}

/** The embedded control plane's objects. A write makes one new mesh-wide revision for all its items, or throws `conflict` and writes nothing. */
export interface ConfigStore {
  list(mesh: string): Promise<ConfigObject[]>;
  get(mesh: string, key: ConfigKey): Promise<ConfigObject | null>;
  history(mesh: string, key: ConfigKey): Promise<ConfigRevision[]>;
  write(mesh: string, items: ConfigWrite[]): Promise<{ objects: (ConfigObject | null)[]; revision: number }>;
  revision(mesh: string): Promise<number>;
}

/** One certification authority of a mesh; its keys are sealed by whoever hands them over. */
export interface AuthorityRow {
  mesh: string;
  number: number;
  state: "incoming" | "active" | "retiring";
  rootCert: string;
  rootKey: string;
  intermediateCert: string;
  intermediateKey: string;
  createdAtMs: number;
  stateAtMs: number;
}

export interface AuthorityStore {
  list(mesh: string): Promise<AuthorityRow[]>;
  /** false: the number is taken */
  insert(row: AuthorityRow): Promise<boolean>;
  /** false: it was not in state `from` any more */
  move(
    mesh: string,
    number: number,
    from: AuthorityRow["state"],
    to: AuthorityRow["state"],
    atMs: number,
  ): Promise<boolean>;
  remove(mesh: string, number: number): Promise<void>;
}

export interface JoinTokenRow {
  id: string;
  mesh: string;
  name: string;
  namespace: string;
  workload: string;
  serviceAccount: string;
  tokenHash: string;
  maxProxies: number;
  createdBy: string;
  createdAtMs: number;
  expiresAtMs: number;
  /** ids of the proxies it has admitted */
  proxies: string[];
  /** null: none yet */
  lastAdmittedAtMs: number | null;
}

export interface JoinTokenStore {
  create(row: Omit<JoinTokenRow, "proxies" | "lastAdmittedAtMs">): Promise<void>;
  list(mesh: string): Promise<JoinTokenRow[]>;
  get(id: string): Promise<JoinTokenRow | null>;
  remove(id: string): Promise<boolean>;
  find(mesh: string, tokenHash: string): Promise<JoinTokenRow | null>;
  /** Notes that a token admits a proxy, once each; new proxies only before its end and up to its count, also under many at once. */
  admit(tokenId: string, proxyId: string, nowMs: number): Promise<"admitted" | "expired" | "usedUp">;
  /** of these tokens those that are there */
  standing(tokenIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Notes certificates issued for tokens, once each; those of a token that is gone are withdrawn from the start. */
  record(mesh: string, entries: readonly IssuedCertificateRow[]): Promise<void>;
  /** Certificates that end after `afterMs` and whose token is gone, by authority and serial. */
  withdrawn(
    mesh: string,
    afterMs: number,
  ): Promise<Pick<IssuedCertificateRow, "serial" | "authority" | "issuedAtMs">[]>;
  /** How many certificates of a token end after `afterMs`. */
  countIssued(tokenId: string, afterMs: number): Promise<number>;
  /** Drops certificates that ended at `untilMs` or before. */
  dropEnded(mesh: string, untilMs: number): Promise<void>;
}

/** A workload's certificate: who got it, for which join token, from which authority. `serial`: hex. */
export interface IssuedCertificateRow {
  serial: string;
  authority: number;
  tokenId: string;
  proxyId: string;
  issuedAtMs: number;
  expiresAtMs: number;
}

/** Seals secrets before they are stored. `context` is bound to the text: sealed for one place, it does not open in another. */
export interface SecretVault {
  seal(secret: string, context: string): string;
  /** Throws HeddleError `unavailable` when it was sealed with another key, or changed since. */
  open(sealed: string, context: string): string;
}

export interface ToldReportRow {
  console: string;
  version: number;
  silentMs: number;
  report?: unknown;
}

/** What consoles on one database tell each other of their proxies. Times are the database's own. */
export interface FleetStore {
  /** null: as before, and still there. false: nothing of this console is stored. */
  tell(mesh: string, console: string, report: object | null): Promise<boolean>;
  /** The others' words of the last `keepMs`, with the report where its version is not `known`; removes what is older. */
  hear(mesh: string, console: string, keepMs: number, known: ReadonlyMap<string, number>): Promise<ToldReportRow[]>;
}

/** Everything the console keeps (PGlite or PostgreSQL). */
export interface AppStore {
  people: PersonStore;
  invitations: InvitationStore;
  sessions: SessionStore;
  signInLinks: SignInLinkStore;
  signInFailures: SignInFailureStore;
  apiTokens: ApiTokenStore;
  audit: AuditStore;
  changes: ChangeStore;
  config: ConfigStore;
  rollouts: RolloutStore;
  notify: NotifyStore;
  leases: LeaseStore;
  authorities: AuthorityStore;
  joinTokens: JoinTokenStore;
  fleet: FleetStore;
  /** All or nothing; the inner store's calls join the transaction. */
  transaction<T>(work: (tx: StoreTx) => Promise<T>): Promise<T>;
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** The store inside one transaction. */
export type StoreTx = Omit<AppStore, "transaction" | "close" | "ping">;
