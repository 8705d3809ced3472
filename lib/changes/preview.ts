import { authorize, coversNamespace } from "../identity/authorize";
import type { Ctx } from "../identity/ctx";
import type { ChangePreview } from "../model/change";
import { previewChange as previewOf } from "../policy/diff/preview-change";
import { meshOf } from "../queries/mesh-of";
import { runQuery } from "../queries/run-query";
import type { WantedItem } from "./change-input";
import { measuredTraffic } from "./measured-traffic";
import { prepareChange } from "./prepare-change";

/** What a change would do: difference, effect in words with the traffic of the last ten minutes, findings, whom it reaches. */
export function previewChange({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: { mesh?: string | undefined; items: WantedItem[] };
}): Promise<ChangePreview> {
  const mesh = meshOf(ctx, input.mesh);
  return runQuery(ctx, "changes.preview", { "heddle.items": input.items.length }, async () => {
    for (const { key } of input.items) authorize(ctx, "viewer", key.namespace);
    const [prepared, proxies, traffic] = await Promise.all([
      prepareChange(ctx, mesh, input.items, "viewer"),
      mesh.port.proxies(),
      measuredTraffic(ctx, mesh),
    ]);
    const seen = proxies.filter((proxy) => coversNamespace(ctx.actor, proxy.namespace));
    const preview = previewOf({ items: prepared.items, world: prepared.world, proxies: seen, traffic });
    return { ...preview, findings: prepared.findings };
  });
}
