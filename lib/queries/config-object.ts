import { authorize } from "../identity/authorize";
import type { Ctx } from "../identity/ctx";
import type { ConfigKey, ConfigObject } from "../model/config-object";
import { HeddleError } from "../model/heddle-error";
import { meshOf } from "./mesh-of";
import { runQuery } from "./run-query";

/** One stored object. Throws `not_found`. */
export function configObject({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: { mesh?: string | undefined; key: ConfigKey };
}): Promise<ConfigObject> {
  const mesh = meshOf(ctx, input.mesh);
  return runQuery(ctx, "config-object", { "heddle.mesh": mesh.name }, async () => {
    authorize(ctx, "viewer", input.key.namespace);
    const object = await mesh.port.getConfig(input.key);
    if (object) return object;
    throw noSuchObject(input.key);
  });
}

/** No object has this key. */
export function noSuchObject({ plural, namespace, name }: ConfigKey): HeddleError {
  return new HeddleError("not_found", {
    what: `There is no ${plural} ${namespace}/${name}.`,
    why: "The control plane keeps no object of this name.",
    next: "GET /api/v1/config lists those it keeps; PUT writes a new one.",
  });
}
