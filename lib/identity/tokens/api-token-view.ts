import type { ApiToken } from "../../model/api-token";
import { grantsOf } from "../../model/grants";
import type { ApiTokenRow } from "../../store/identity-stores";

const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

/** A token as it may be shown: field by field, so that its hash cannot slip out. `owner`: the name of whom it acts for. */
export function apiTokenView(row: ApiTokenRow, owner: string | null): ApiToken {
  return {
    id: row.id,
    name: row.name,
    roles: row.actor.roles,
    namespaces: row.actor.namespaces,
    grants: grantsOf(row.actor),
    readOnly: row.readOnly,
    owner,
    createdAt: new Date(row.createdAtMs).toISOString(),
    expiresAt: iso(row.expiresAtMs),
    lastUsedAt: iso(row.lastUsedAtMs),
  };
}
