import { z } from "zod";
import { Grant } from "./actor";

/** Someone with an account, as administrators see them. */
export const Person = z.object({
  id: z.string(),
  provider: z.enum(["local", "oidc", "proxy"]),
  login: z.string(),
  name: z.string(),
  /** given in the console */
  grants: z.array(Grant),
  /** given by the claims of their provider at the last sign-in */
  providerGrants: z.array(Grant),
  disabled: z.boolean(),
  /** local accounts: whether a password is set */
  hasPassword: z.boolean(),
  /** whether an invitation still works */
  invited: z.boolean(),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  lastSignInAt: z.iso.datetime().nullable(),
});
export type Person = z.infer<typeof Person>;

const Name = z.string().trim().min(1).max(80);
const Grants = z.array(Grant).max(100);

/** Body of POST /api/v1/people: a local account; the invitation in the answer sets its password. */
export const NewPerson = z.object({ login: z.string().trim().min(1).max(120), name: Name, grants: Grants });
export type NewPerson = z.infer<typeof NewPerson>;

/** Body of PUT /api/v1/people/{id}: what is left out stays. */
export const PersonChange = z.object({
  name: Name.optional(),
  grants: Grants.optional(),
  disabled: z.boolean().optional(),
});
export type PersonChange = z.infer<typeof PersonChange>;

/** A link that sets a person's password, once. */
export const InvitationLink = z.object({ url: z.url(), expiresAt: z.iso.datetime() });
export type InvitationLink = z.infer<typeof InvitationLink>;

export const InvitedPerson = z.object({ person: Person, invitation: InvitationLink });
export type InvitedPerson = z.infer<typeof InvitedPerson>;

/** Whom an invitation is for. */
export const InvitationFacts = z.object({ login: z.string(), name: z.string() });
export type InvitationFacts = z.infer<typeof InvitationFacts>;

/** A signed-in browser. */
export const Session = z.object({
  id: z.string(),
  via: z.enum(["link", "password", "oidc", "proxy"]),
  current: z.boolean(),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  remoteAddress: z.string(),
  userAgent: z.string(),
});
export type Session = z.infer<typeof Session>;

/** Which ways there are to sign in; asked before anybody is. */
export const SignInWays = z.object({
  password: z.boolean(),
  /** name of the OpenID provider for its button; null: none set up */
  oidc: z.string().nullable(),
  /** a trusted proxy already says who this is */
  proxy: z.boolean(),
});
export type SignInWays = z.infer<typeof SignInWays>;

/** Who I am, for GET /api/v1/account. */
export const Account = z.object({
  /** null: signed in by a link, without an account */
  person: Person.nullable(),
  /** whether a link's holder may make an account of it */
  mayMakeAccount: z.boolean(),
});
export type Account = z.infer<typeof Account>;
