import type { ConfigKey } from "../../model/config-object";
import { sameKey, type World } from "../world";
import type { PeerPolicy } from "./effective-mode";

/** The PeerAuthentications of a world in the order in which they count (by name, as the control plane has them). */
export function peerPolicies(world: Pick<World, "objects">, without?: ConfigKey): PeerPolicy[] {
  return world.objects
    .flatMap(({ key, object }) =>
      object.kind === "PeerAuthentication" && !(without && sameKey(key, without)) ? [{ key, spec: object.spec }] : [],
    )
    .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

const nameOf = ({ key }: PeerPolicy): string => `${key.name}.${key.namespace}`;
