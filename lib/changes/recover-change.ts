import type { AppContext, MeshHandle } from "../identity/ctx";
import type { Change } from "../model/change";

/**
 * A change whose console died between recording and writing it down as pushed: looks in the control plane's history whether the write
 * happened. If so the change goes on, else it is marked failed.
 */
export async function recoverChange(ctx: Pick<AppContext, "store">, mesh: MeshHandle, change: Change): Promise<void> {
  const found = await Promise.all(
    change.items.map(async ({ key, after }) => {
      const revisions = await mesh.port.history(key);
      return revisions.find(
        ({ yaml, updatedAt, updatedBy }) =>
          yaml === after && updatedBy === change.author && Date.parse(updatedAt) >= Date.parse(change.createdAt),
      );
    }),
  );
  const revision = found[0]?.revision;
  if (revision === undefined || found.some((one) => one?.revision !== revision)) {
    return ctx.store.changes.update(change.id, { state: "failed" });
  }
  const items = change.items.map((item, i) => ({
    ...item,
    resourceVersion: item.after === null ? "" : (found[i]?.resourceVersion ?? ""),
  }));
  return ctx.store.changes.update(change.id, { revision, items });
}
