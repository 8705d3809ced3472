import type { Person, Session } from "../../model/person";
import type { PersonRow, SessionRow } from "../../store/identity-stores";

/** A person as they may be shown: field by field, so that no hash slips out. */
export function personView(row: PersonRow, invited: boolean): Person {
  return {
    id: row.id,
    provider: row.provider,
    login: row.login,
    name: row.name,
    grants: row.grants,
    providerGrants: row.providerGrants,
    disabled: row.disabledAtMs !== null,
    hasPassword: row.passwordHash !== null,
    invited,
    createdAt: new Date(row.createdAtMs).toISOString(),
    createdBy: row.createdBy,
    lastSignInAt: row.lastSignInAtMs === null ? null : new Date(row.lastSignInAtMs).toISOString(),
  };
}

/** A session as it may be shown. `currentHash`: of the session that asks. */
export function sessionView(row: SessionRow, currentHash: string | null): Session {
  return {
    id: row.id,
    via: row.via,
    current: row.tokenHash === currentHash,
    createdAt: new Date(row.createdAtMs).toISOString(),
    lastSeenAt: new Date(row.lastSeenAtMs).toISOString(),
    expiresAt: new Date(row.expiresAtMs).toISOString(),
    remoteAddress: row.remoteAddress,
    userAgent: row.userAgent,
  };
}
