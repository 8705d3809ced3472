import { authorize } from "../identity/authorize";
import type { Ctx } from "../identity/ctx";
import type { Finding } from "../model/finding";
import { meshOf } from "../queries/mesh-of";
import { runQuery } from "../queries/run-query";
import type { WantedItem } from "./change-input";
import { prepareChange } from "./prepare-change";

/** What would be said about these objects if they were pushed now. Changes nothing. */
export function validateChange({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: { mesh?: string | undefined; items: WantedItem[] };
}): Promise<{ findings: Finding[] }> {
  const mesh = meshOf(ctx, input.mesh);
  return runQuery(ctx, "changes.validate", { "heddle.items": input.items.length }, async () => {
    for (const { key } of input.items) authorize(ctx, "viewer", key.namespace);
    const { findings } = await prepareChange(ctx, mesh, input.items, "viewer");
    return { findings };
  });
}
