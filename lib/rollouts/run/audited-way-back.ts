import type { NewAuditEntry } from "../../model/audit-entry";
import { isHeddleError } from "../../model/heddle-error";
import type { StoreTx } from "../../store/app-store";
import type { RolloutsDeps } from "./rollouts-deps";

/**
 * Runs `work` in one transaction with the audit entries it records. A way back to safety does not wait for an audit log that takes no entry: it is
 * done all the same, and the entries are postponed in the same transaction (AuditStore.postpone). `work` may run twice; it must do nothing outside `tx`.
 */
export async function auditedWayBack<T>(
  { store, log }: Pick<RolloutsDeps, "store" | "log">,
  work: (tx: StoreTx, record: (entry: NewAuditEntry) => Promise<void>) => Promise<T>,
): Promise<T> {
  const attempt = (keep: "append" | "postpone") =>
    store.transaction((tx) => work(tx, (entry) => tx.audit[keep](entry)));
  try {
    return await attempt("append");
  } catch (error) {
    if (isHeddleError(error)) throw error;
    log.error({ err: error }, "the audit log takes no entry; the way back goes ahead, its entry is filled in later");
    return attempt("postpone");
  }
}
