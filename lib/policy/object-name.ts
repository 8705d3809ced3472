import type { ConfigKey } from "../model/config-object";

/** How findings and sentences name an object: "VirtualService shop/reviews". */
export function objectName(kind: string, key: Pick<ConfigKey, "namespace" | "name">): string {
  return `${kind} ${key.namespace}/${key.name}`;
}
