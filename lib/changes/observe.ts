import { authorize, coversNamespace } from "../identity/authorize";
import type { Ctx } from "../identity/ctx";
import type { Change } from "../model/change";
import { runQuery } from "../queries/run-query";
import { readChange } from "./read-change";
import { settleChange } from "./settle-change";

/** One change and what became of it at each proxy, now. Proxies of other namespaces than the actor's are left out. */
export function observeChange({ ctx, input }: { ctx: Ctx; input: { id: string } }): Promise<Change> {
  return runQuery(ctx, "changes.observe", {}, async () => {
    const change = await readChange(ctx, input.id);
    for (const { key } of change.items) authorize(ctx, "viewer", key.namespace);
    const settled = await settleChange(ctx, change);
    const propagation = settled.propagation.filter((proxy) => coversNamespace(ctx.actor, proxy.namespace));
    return { ...settled, propagation };
  });
}
