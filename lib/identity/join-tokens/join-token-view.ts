import type { JoinToken } from "../../model/join-token";
import type { JoinTokenRow } from "../../store/app-store";

/** A join token as people see it: without its hash. */
export function joinTokenView(row: JoinTokenRow): JoinToken {
  const { id, name, namespace, workload, serviceAccount, maxProxies, proxies, createdBy } = row;
  return {
    ...{ id, name, namespace, workload, serviceAccount, maxProxies, proxies, createdBy },
    lastAdmittedAt: row.lastAdmittedAtMs === null ? null : new Date(row.lastAdmittedAtMs).toISOString(),
    createdAt: new Date(row.createdAtMs).toISOString(),
    expiresAt: new Date(row.expiresAtMs).toISOString(),
  };
}
