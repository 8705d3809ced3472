import { coversNamespace, requireRole } from "../../identity/authorize";
import type { Ctx } from "../../identity/ctx";
import type { ForeignRollout } from "../../model/rollout";
import { parseObject } from "../../policy/parse-object";
import { meshOf } from "../../queries/mesh-of";
import { runQuery } from "../../queries/run-query";
import { foreignController } from "../plan/foreign-controller";

/** Objects that another rollout engine steers, as they are now. Read only: Heddle refuses to plan over them (HED-RO-033). */
export function listForeignRollouts({
  ctx,
  input: { mesh: name },
}: {
  ctx: Ctx;
  input: { mesh?: string | undefined };
}): Promise<ForeignRollout[]> {
  const mesh = meshOf(ctx, name);
  return runQuery(ctx, "rollouts.foreign", { "heddle.mesh": mesh.name }, async () => {
    requireRole(ctx.actor, "viewer");
    const config = await mesh.port.listConfig();
    return config.flatMap(({ key, yaml }): ForeignRollout[] => {
      const owner = foreignController(yaml);
      if (owner?.kind !== "rollouts" || !coversNamespace(ctx.actor, key.namespace)) return [];
      return [{ tool: owner.tool, name: owner.name, key, shares: sharesOf(yaml) }];
    });
  });
}

/** Destinations of its weighted routes. */
function sharesOf(yaml: string): ForeignRollout["shares"] {
  const { object } = parseObject(yaml);
  if (object?.kind !== "VirtualService") return [];
  return (object.spec.http ?? []).flatMap(({ route = [] }) =>
    route.map(({ destination: { host, subset = "" }, weight }) => ({ host, subset, percent: weight ?? 100 })),
  );
}
