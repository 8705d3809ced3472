import type { ApiToken } from "../model/api-token";
import type { ApiTokenRow } from "../store/app-store";

const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

/** A token as it may be shown: field by field, so that its hash cannot slip out. */
export function apiTokenView(row: ApiTokenRow): ApiToken {
  return {
    id: row.id,
    name: row.name,
    roles: row.actor.roles,
    namespaces: row.actor.namespaces,
    createdAt: new Date(row.createdAtMs).toISOString(),
    expiresAt: iso(row.expiresAtMs),
    lastUsedAt: iso(row.lastUsedAtMs),
  };
}
