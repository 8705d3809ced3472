import { z } from "zod";
import { type ClaimRule, parseClaimRules } from "./oidc/claim-grants";
import type { ProxySignIn } from "./trusted-proxy";
import { TrustedAddresses } from "./trusted-proxy";

const HEADER = z
  .string()
  .regex(/^[A-Za-z0-9-]+$/, "a header's name")
  .transform((name) => name.toLowerCase());
const Switch = z.enum(["0", "1", "true", "false"]).transform((text) => text === "1" || text === "true");

/** A setting that is read by a parser of its own; what that says is what the start says. */
function parsed<T>(parse: (text: string) => T) {
  return z.string().transform((text, context): T => {
    try {
      return parse(text);
    } catch (error) {
      context.addIssue({ code: "custom", message: error instanceof Error ? error.message : String(error) });
      return z.NEVER;
    }
  });
}

/** The variables about people; part of what lib/env.ts parses. */
export const IDENTITY_VARIABLES = {
  HEDDLE_LOCAL_ACCOUNTS: Switch.default(true),
  HEDDLE_SESSION_IDLE_MINUTES: z.coerce.number().int().min(5).default(720),
  HEDDLE_SESSION_HOURS: z.coerce
    .number()
    .min(1)
    .max(24 * 90)
    .default(168),
  HEDDLE_OIDC_ISSUER: z.url().optional(),
  HEDDLE_OIDC_CLIENT_ID: z.string().optional(),
  HEDDLE_OIDC_CLIENT_SECRET: z.string().optional(),
  HEDDLE_OIDC_NAME: z.string().max(40).default("single sign-on"),
  HEDDLE_OIDC_SCOPES: z.string().default("openid profile email"),
  HEDDLE_OIDC_GROUPS_CLAIM: z.string().default("groups"),
  HEDDLE_OIDC_GRANTS: parsed(parseClaimRules).optional(),
  HEDDLE_TRUSTED_PROXIES: parsed((text) => {
    const addresses = text.split(/[\s,]+/).filter(Boolean);
    new TrustedAddresses(addresses);
    return addresses;
  }).optional(),
  HEDDLE_PROXY_USER_HEADER: HEADER.optional(),
  HEDDLE_PROXY_GROUPS_HEADER: HEADER.optional(),
  HEDDLE_PROXY_SECRET: z.string().min(32).optional(),
  HEDDLE_PROXY_GRANTS: parsed(parseClaimRules).optional(),
};

export const IdentityVariables = z.object(IDENTITY_VARIABLES);

export interface OidcSettings {
  issuer: string;
  clientId: string;
  clientSecret: string | undefined;
  name: string;
  scopes: string;
  groupsClaim: string;
  rules: ClaimRule[];
}

export interface IdentitySettings {
  localAccounts: boolean;
  sessionIdleMs: number;
  sessionLongestMs: number;
  oidc: OidcSettings | null;
  trustedProxies: string[];
  proxy: (ProxySignIn & { rules: ClaimRule[] }) | null;
}

/** The settings about people. Throws an Error when some that belong together are not. */
export function identitySettings(raw: z.output<typeof IdentityVariables>): IdentitySettings {
  return {
    localAccounts: raw.HEDDLE_LOCAL_ACCOUNTS,
    sessionIdleMs: raw.HEDDLE_SESSION_IDLE_MINUTES * 60_000,
    sessionLongestMs: raw.HEDDLE_SESSION_HOURS * 3_600_000,
    oidc: oidcSettings(raw),
    trustedProxies: raw.HEDDLE_TRUSTED_PROXIES ?? [],
    proxy: proxySettings(raw),
  };
}

function oidcSettings(raw: z.output<typeof IdentityVariables>): OidcSettings | null {
  if (raw.HEDDLE_OIDC_ISSUER === undefined) return null;
  if (raw.HEDDLE_OIDC_CLIENT_ID === undefined)
    throw new Error("HEDDLE_OIDC_ISSUER needs HEDDLE_OIDC_CLIENT_ID beside it.");
  return {
    issuer: raw.HEDDLE_OIDC_ISSUER,
    clientId: raw.HEDDLE_OIDC_CLIENT_ID,
    clientSecret: raw.HEDDLE_OIDC_CLIENT_SECRET,
    name: raw.HEDDLE_OIDC_NAME,
    scopes: raw.HEDDLE_OIDC_SCOPES,
    groupsClaim: raw.HEDDLE_OIDC_GROUPS_CLAIM,
    rules: raw.HEDDLE_OIDC_GRANTS ?? [],
  };
}

function proxySettings(raw: z.output<typeof IdentityVariables>): IdentitySettings["proxy"] {
  if (raw.HEDDLE_PROXY_USER_HEADER === undefined) return null;
  if (raw.HEDDLE_PROXY_SECRET === undefined || (raw.HEDDLE_TRUSTED_PROXIES ?? []).length === 0) {
    throw new Error("HEDDLE_PROXY_USER_HEADER needs HEDDLE_PROXY_SECRET and HEDDLE_TRUSTED_PROXIES beside it.");
  }
  return {
    userHeader: raw.HEDDLE_PROXY_USER_HEADER,
    groupsHeader: raw.HEDDLE_PROXY_GROUPS_HEADER ?? null,
    secret: raw.HEDDLE_PROXY_SECRET,
    rules: raw.HEDDLE_PROXY_GRANTS ?? [],
  };
}
