import { authorize } from "../identity/authorize";
import type { Ctx } from "../identity/ctx";
import type { ConfigKey, ConfigRevision } from "../model/config-object";
import { noSuchObject } from "./config-object";
import { meshOf } from "./mesh-of";
import { runQuery } from "./run-query";

/** Every revision of one object, newest first; a deletion has no text. Throws `not_found` when it never existed. */
export function configHistory({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: { mesh?: string | undefined; key: ConfigKey };
}): Promise<ConfigRevision[]> {
  const mesh = meshOf(ctx, input.mesh);
  return runQuery(ctx, "config-history", { "heddle.mesh": mesh.name }, async () => {
    authorize(ctx, "viewer", input.key.namespace);
    const revisions = await mesh.port.history(input.key);
    if (revisions.length > 0) return revisions;
    throw noSuchObject(input.key);
  });
}
