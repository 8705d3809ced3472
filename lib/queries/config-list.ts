import { coversNamespace } from "../identity/authorize";
import type { Ctx } from "../identity/ctx";
import type { ConfigObject } from "../model/config-object";
import { meshOf } from "./mesh-of";
import { runQuery } from "./run-query";

/** The stored objects the actor may see. */
export function configList({
  ctx,
  input: { mesh: name, ...filter },
}: {
  ctx: Ctx;
  input: { mesh?: string | undefined; plural?: string | undefined; namespace?: string | undefined };
}): Promise<ConfigObject[]> {
  const mesh = meshOf(ctx, name);
  return runQuery(ctx, "config-list", { "heddle.mesh": mesh.name }, async () => {
    const { plural, namespace } = filter;
    const objects = await mesh.port.listConfig({ ...(plural ? { plural } : {}), ...(namespace ? { namespace } : {}) });
    return objects.filter(({ key }) => coversNamespace(ctx.actor, key.namespace));
  });
}
