import type { Actor, Grant } from "../model/actor";

/** Where an account's identity is known from. */
export type Provider = "local" | "oidc" | "proxy";

/** Someone with an account. Secrets are kept as hashes only. */
export interface PersonRow {
  id: string;
  provider: Provider;
  /** who they are to the provider: the login in lower case, issuer and sub, the user a proxy names */
  subject: string;
  login: string;
  name: string;
  /** PHC string; null: no password set */
  passwordHash: string | null;
  /** given in the console */
  grants: Grant[];
  /** what the provider's claims gave at the last sign-in */
  providerGrants: Grant[];
  disabledAtMs: number | null;
  createdAtMs: number;
  createdBy: string;
  lastSignInAtMs: number | null;
}

export type PersonPatch = Partial<
  Pick<PersonRow, "name" | "login" | "passwordHash" | "grants" | "providerGrants" | "disabledAtMs" | "lastSignInAtMs">
>;

export interface PersonStore {
  /** Throws HeddleError `conflict` when the provider's subject has an account already. */
  create(row: PersonRow): Promise<void>;
  get(id: string): Promise<PersonRow | null>;
  find(provider: Provider, subject: string): Promise<PersonRow | null>;
  list(): Promise<PersonRow[]>;
  count(): Promise<number>;
  update(id: string, patch: PersonPatch): Promise<void>;
  /** Takes the lock that puts changes of who is administrator in order, until the transaction ends. */
  lock(): Promise<void>;
}

/** How somebody came in. */
export type SignInWay = "link" | "password" | "oidc" | "proxy";

/** Secrets are stored as SHA-256 hex of the token, never the token. */
export interface SessionRow {
  tokenHash: string;
  /** names it to people */
  id: string;
  /** null: of a sign-in link, without an account */
  personId: string | null;
  /** who the sign-in named; with a person, rights come from the person */
  actor: Actor;
  via: SignInWay;
  csrfToken: string;
  createdAtMs: number;
  lastSeenAtMs: number;
  /** end when not used */
  expiresAtMs: number;
  /** end in any case */
  endsAtMs: number;
  remoteAddress: string;
  userAgent: string;
}

export interface SessionStore {
  create(row: SessionRow): Promise<void>;
  /** The session, with its person as they are now. */
  find(tokenHash: string): Promise<{ session: SessionRow; person: PersonRow | null } | null>;
  /** Of one person, or of one sign-in link's name, those that have not ended; newest first. */
  list(of: { personId: string } | { linkId: string }, nowMs: number): Promise<SessionRow[]>;
  /** Moves the end of a session that is still in use. */
  extend(tokenHash: string, times: { expiresAtMs: number; lastSeenAtMs: number }): Promise<void>;
  remove(tokenHash: string): Promise<void>;
  get(id: string): Promise<SessionRow | null>;
  /** Ends all of a person's sessions but one; gives their number. */
  removeOf(personId: string, keep?: string): Promise<number>;
  /** Whether somebody signed in as this person from this address lately. */
  knows(personId: string, remoteAddress: string): Promise<boolean>;
}

export interface SignInLinkStore {
  create(row: { tokenHash: string; actor: Actor; expiresAtMs: number }): Promise<void>;
  /** Takes the link if it is unused and not expired; a link works once, also under two requests at once. */
  redeem(tokenHash: string, nowMs: number): Promise<Actor | null>;
}

export interface InvitationStore {
  /** Makes one and ends the person's others. */
  create(row: { tokenHash: string; personId: string; expiresAtMs: number }): Promise<void>;
  /** Whose it is, while it works. */
  find(tokenHash: string, nowMs: number): Promise<PersonRow | null>;
  /** Takes it, once; gives the person's id. */
  redeem(tokenHash: string, nowMs: number): Promise<string | null>;
  /** Ids of people with an invitation that still works. */
  open(nowMs: number): Promise<string[]>;
}

/** How often a key may be counted within its window. */
export interface CountedKey {
  key: string;
  most: number;
}

/** Attempts at passwords, counted by keys that name nobody: hashes. */
export interface SignInFailureStore {
  /**
   * Counts one attempt at every key, or at none when one of them is full: in one step, so that attempts at the same moment, at any console,
   * do not pass the limit together. A window begins with its first count; counts that are over begin anew and are swept. Gives what is full.
   */
  take(keys: readonly CountedKey[], nowMs: number, windowMs: number): Promise<{ key: string; untilMs: number }[]>;
  /** Takes one count back from each key. */
  giveBack(keys: readonly string[]): Promise<void>;
  forget(key: string): Promise<void>;
}

export interface ApiTokenRow {
  id: string;
  name: string;
  tokenHash: string;
  actor: Actor;
  /** the person it acts for, within that person's rights; null: for nobody, with rights of its own */
  ownerId: string | null;
  readOnly: boolean;
  createdAtMs: number;
  expiresAtMs: number | null;
  lastUsedAtMs: number | null;
}

export interface ApiTokenStore {
  create(row: ApiTokenRow): Promise<void>;
  find(tokenHash: string): Promise<{ token: ApiTokenRow; owner: PersonRow | null } | null>;
  list(): Promise<ApiTokenRow[]>;
  remove(id: string): Promise<boolean>;
  touch(id: string, nowMs: number): Promise<void>;
}
