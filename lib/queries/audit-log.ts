import { coversNamespace, visibleNamespaces } from "../identity/authorize";
import type { Ctx } from "../identity/ctx";
import type { AuditEntry } from "../model/audit-entry";
import type { AuditFilter as StoreFilter } from "../store/app-store";
import { runQuery } from "./run-query";

export interface AuditFilter extends StoreFilter {
  limit: number;
  /** seq of an entry: only what is older */
  before?: string | undefined;
}

const PAGE = 500;
/** So much is looked through for one page; a page that ends early says so by its length. */
const MOST_PAGES = 20;

/**
 * Who did what, newest first. Those with rights in some namespaces see the entries about those alone: pages are read on until
 * `limit` entries of theirs are found.
 */
export function auditLog({ ctx, input }: { ctx: Ctx; input: AuditFilter }): Promise<AuditEntry[]> {
  return runQuery(ctx, "audit-log", {}, async () => {
    const found: AuditEntry[] = [];
    let { before } = input;
    for (let page = 0; page < MOST_PAGES && found.length < input.limit; page++) {
      const entries = await ctx.store.audit.list({ ...input, before });
      found.push(...entries.filter((entry) => mayRead(ctx, entry)));
      before = entries.at(-1)?.seq.toString();
      if (entries.length < input.limit) break;
    }
    return found.slice(0, input.limit);
  });
}

/** Every entry that fits, newest first, read a page at a time while the reader takes them. */
export async function* auditEntries(ctx: Ctx, filter: StoreFilter): AsyncGenerator<AuditEntry> {
  for (let before: string | undefined; ; ) {
    const entries = await ctx.store.audit.list({ ...filter, limit: PAGE, before });
    for (const entry of entries) if (mayRead(ctx, entry)) yield entry;
    if (entries.length < PAGE) return;
    before = entries.at(-1)?.seq.toString();
  }
}

function mayRead({ actor }: Ctx, { namespace }: AuditEntry): boolean {
  if (visibleNamespaces(actor, null) === null) return true;
  return namespace !== "" && namespace.split(",").every((one) => coversNamespace(actor, one));
}
