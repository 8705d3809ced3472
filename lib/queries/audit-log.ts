import { coversNamespace } from "../identity/authorize";
import type { Ctx } from "../identity/ctx";
import type { AuditEntry } from "../model/audit-entry";
import { runQuery } from "./run-query";

export interface AuditFilter {
  limit: number;
  /** id of an entry: only what is older */
  before?: string | undefined;
  action?: string | undefined;
  actor?: string | undefined;
  target?: string | undefined;
}

const MOST_PAGES = 20;

/**
 * Who did what, newest first. Those with rights in some namespaces see the entries about those alone: pages are read on until
 * `limit` entries of theirs are found.
 */
export function auditLog({ ctx, input }: { ctx: Ctx; input: AuditFilter }): Promise<AuditEntry[]> {
  return runQuery(ctx, "audit-log", {}, async () => {
    const found: AuditEntry[] = [];
    let before = input.before;
    for (let page = 0; page < MOST_PAGES && found.length < input.limit; page++) {
      const entries = await ctx.store.audit.list(storeFilter({ ...input, before }));
      found.push(...entries.filter((entry) => mayRead(ctx, entry)));
      before = entries.at(-1)?.id;
      if (entries.length < input.limit) break;
    }
    return found.slice(0, input.limit);
  });
}

function storeFilter({ limit, before, action, actor, target }: AuditFilter) {
  return {
    limit,
    ...(before ? { before } : {}),
    ...(action ? { action } : {}),
    ...(actor ? { actor } : {}),
    ...(target ? { target } : {}),
  };
}

function mayRead({ actor }: Ctx, { namespace }: AuditEntry): boolean {
  if (actor.namespaces === null) return true;
  return namespace !== "" && namespace.split(",").every((one) => coversNamespace(actor, one));
}
