import type { Ctx } from "../identity/ctx";
import type { Change } from "../model/change";
import type { ConfigKey, ConfigObject } from "../model/config-object";
import { HeddleError } from "../model/heddle-error";
import { meshOf } from "../queries/mesh-of";
import { pushChange } from "./push";

export interface ConfigAct {
  mesh?: string | undefined;
  key: ConfigKey;
  resourceVersion?: string | null | undefined;
  reason: string;
}

/** Writes one object as a change of its own. Gives what is stored now, the change, and whether the object is new. */
export async function applyConfig({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: ConfigAct & { yaml: string };
}): Promise<{ object: ConfigObject; change: Change; created: boolean }> {
  const { mesh, key, yaml, resourceVersion, reason } = input;
  const change = await pushChange({
    ctx,
    input: { mesh, items: [{ key, yaml, resourceVersion }], reason, action: "config.put" },
  });
  const object = await meshOf(ctx, mesh).port.getConfig(key);
  if (object) return { object, change, created: change.items[0]?.before === null };
  throw new HeddleError("conflict", {
    what: `${key.plural} ${key.namespace}/${key.name} is gone again.`,
    why: "It was written, and deleted by someone else right after.",
    next: "Look at its history.",
  });
}
