/** Instances named by address and port, as `heddle bootstrap` names them away from loopback. */
const ADDRESS_SUFFIX = /-\d{1,3}-\d{1,3}-\d{1,3}-\d{1,3}-\d{1,5}$/;
const REPLICA_SUFFIX = /^[bcdfghjklmnpqrstvwxz2456789]{6,16}$/;

/** Workload of a Kubernetes pod's name: the pod's and the replica set's suffix stripped (telemetry of Istio, pod -> workload rule). */
export function workloadOfPod(pod: string): string {
  if (ADDRESS_SUFFIX.test(pod)) return pod.replace(ADDRESS_SUFFIX, "");
  const parts = pod.split("-");
  if (parts.length < 2) return pod;
  const last = parts[parts.length - 1] ?? "";
  if (!/^[a-z0-9]+$/.test(last)) return pod;
  parts.pop();
  if (parts.length > 1 && REPLICA_SUFFIX.test(parts[parts.length - 1] ?? "")) parts.pop();
  return parts.join("-");
}

/** Node id of a proxy: `sidecar|router|waypoint~ip~pod.ns~domain`. null when it is of another form. */
export function parseNodeId(nodeId: string): { pod: string; namespace: string; ip: string } | null {
  const [kind, ip, instance] = nodeId.split("~");
  if (ip === undefined || instance === undefined) return null;
  if (kind !== "sidecar" && kind !== "router" && kind !== "waypoint") return null;
  const dot = instance.lastIndexOf(".");
  if (dot <= 0) return null;
  return { pod: instance.slice(0, dot), namespace: instance.slice(dot + 1), ip };
}
