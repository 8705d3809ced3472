import { z } from "zod";
import { CONFIG_KINDS, type ConfigKey } from "../model/config-object";
import { HeddleError } from "../model/heddle-error";

/** One object to write. `resourceVersion`: what the writer saw; null: it must not exist; undefined: whatever is there. */
export interface WantedItem {
  key: ConfigKey;
  /** null: delete */
  yaml: string | null;
  resourceVersion?: string | null | undefined;
}

export const MOST_ITEMS = 200;

/** A reason is kept with the change for ever; what people and scripts write fits. */
export const Reason = z.string().trim().max(2000);

/** The kind of a key, e.g. VirtualService. Throws `invalid_input` for one the control plane does not keep. */
export function kindOf(key: Pick<ConfigKey, "group" | "version" | "plural">): string {
  const known = CONFIG_KINDS.find((one) => one.plural === key.plural && one.group === key.group);
  if (known && known.version === key.version) return known.kind;
  throw new HeddleError("invalid_input", {
    what: `${key.group}/${key.version}/${key.plural} is not kept here.`,
    why: known ? `It is served as ${known.group}/${known.version}.` : "The control plane does not know this kind.",
    next: `Take one of ${CONFIG_KINDS.map((one) => `${one.group}/${one.version}/${one.plural}`).join(", ")}.`,
  });
}

/** "virtualservices shop/reviews": how the audit log names an object. */
export function targetOf(key: ConfigKey): string {
  return `${key.plural} ${key.namespace}/${key.name}`;
}
