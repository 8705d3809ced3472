import { authorize } from "../identity/authorize";
import type { Ctx } from "../identity/ctx";
import type { Change } from "../model/change";
import { HeddleError } from "../model/heddle-error";
import { meshOf } from "../queries/mesh-of";
import type { ConfigAct } from "./apply-config";
import { pushChange } from "./push";

/** Deletes one object as a change of its own. Throws `not_found` when there is none. */
export async function deleteConfig({ ctx, input }: { ctx: Ctx; input: ConfigAct }): Promise<Change> {
  const { mesh, key, resourceVersion, reason } = input;
  authorize(ctx, "viewer", key.namespace);
  if (!(await meshOf(ctx, mesh).port.getConfig(key))) {
    throw new HeddleError("not_found", {
      what: `There is no ${key.plural} ${key.namespace}/${key.name}.`,
      why: "It was deleted already or never written.",
      next: "Nothing is left to do.",
    });
  }
  return pushChange({
    ctx,
    input: { mesh, items: [{ key, yaml: null, resourceVersion }], reason, action: "config.delete" },
  });
}
