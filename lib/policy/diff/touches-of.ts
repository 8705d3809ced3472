import type { ChangePreview } from "../../model/change";
import type { ConfigKey } from "../../model/config-object";
import { ROOT_NAMESPACE } from "../mtls/effective-mode";
import { parseObject } from "../parse-object";
import type { MeshObject } from "../schema/mesh-object";
import { hostIn, type World } from "../world";
import type { TrafficOf } from "./traffic-facts";

export interface ProxyFact {
  namespace: string;
  connected: boolean;
}

interface ChangedItem {
  key: ConfigKey;
  before: string | null;
  after: string | null;
}

/**
 * Whom a change reaches: the connected proxies that may see the objects (exportTo), the callers of the hosts, and their rate together.
 * `ratePerSec` is null when nothing was measured.
 */
export function touchesOf(
  items: readonly ChangedItem[],
  world: World,
  proxies: readonly ProxyFact[],
  traffic?: TrafficOf,
): ChangePreview["touches"] {
  const objects = items.flatMap(({ key, before, after }) =>
    [before, after].flatMap((yaml) => {
      const object = yaml === null ? null : parseObject(yaml, { namespace: key.namespace }).object;
      return object ? [{ key, object }] : [];
    }),
  );
  const reached = proxies.filter(
    (proxy) => proxy.connected && objects.some(({ key, object }) => isVisible(object, key.namespace, proxy.namespace)),
  );
  const hosts = new Set(
    objects.flatMap(({ key, object }) => hostsOf(object).map((host) => hostIn(world, host, key.namespace))),
  );
  const measured = [...hosts].flatMap((fqdn) => traffic?.(fqdn) ?? []);
  return {
    proxies: reached.length,
    callers: [...new Set(measured.flatMap(({ callers }) => callers.map((caller) => caller.name)))].sort(),
    ratePerSec: measured.length > 0 ? measured.reduce((sum, one) => sum + one.ratePerSec, 0) : null,
  };
}

function hostsOf(object: MeshObject): string[] {
  switch (object.kind) {
    case "VirtualService":
    case "ServiceEntry":
      return object.spec.hosts;
    case "DestinationRule":
      return [object.spec.host];
    case "WorkloadEntry":
    case "PeerAuthentication":
      return [];
  }
}

function isVisible(object: MeshObject, own: string, namespace: string): boolean {
  if (object.kind === "WorkloadEntry") return true;
  if (object.kind === "PeerAuthentication") return own === ROOT_NAMESPACE || own === namespace;
  const to = object.spec.exportTo;
  if (!to?.length || to.includes("*")) return true;
  return to.some((entry) => (entry === "." ? own : entry) === namespace);
}
