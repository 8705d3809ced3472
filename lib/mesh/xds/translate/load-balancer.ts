import type { LoadBalancer } from "../../../policy/schema/traffic-policy";
import { at, duration, type Place, reportFields, unsupported } from "./context";
import type { Json } from "./resource";

const POLICIES: Record<string, string> = {
  UNSPECIFIED: "LEAST_REQUEST",
  LEAST_CONN: "LEAST_REQUEST",
  LEAST_REQUEST: "LEAST_REQUEST",
  ROUND_ROBIN: "ROUND_ROBIN",
  RANDOM: "RANDOM",
};

/** Load-balancing fields of a cluster; least request unless told otherwise. Source: policy.md 2.4. */
export function loadBalancing(written: LoadBalancer | undefined, place: Place): Json {
  const lb = written ?? {};
  reportFields(
    place,
    lb,
    ["localityLbSetting"],
    "proxies of the embedded control plane have no locality; it is ignored.",
  );
  reportFields(place, lb, ["backendUtilization", "zoneAwareLbSetting"], "not served by the embedded control plane.");
  if (lb.consistentHash) return consistentHash(lb.consistentHash, at(place, ".consistentHash"));
  if (lb.simple === "PASSTHROUGH")
    unsupported(at(place, ".simple"), "PASSTHROUGH needs the caller's own address; LEAST_REQUEST is used.");
  const policy = POLICIES[lb.simple ?? "UNSPECIFIED"] ?? "LEAST_REQUEST";
  const slowStart = warmup(lb, policy, place);
  if (!slowStart) return { lb_policy: policy };
  const field = policy === "ROUND_ROBIN" ? "round_robin_lb_config" : "least_request_lb_config";
  return { lb_policy: policy, [field]: { slow_start_config: slowStart } };
}

function warmup(lb: LoadBalancer, policy: string, place: Place): Json | undefined {
  const window = duration(at(place, ".warmup.duration"), lb.warmup?.duration ?? lb.warmupDurationSecs);
  if (window === undefined) return undefined;
  if (policy === "RANDOM") {
    unsupported(at(place, ".warmup"), "Warm-up works with ROUND_ROBIN and LEAST_REQUEST; it is ignored.");
    return undefined;
  }
  const runtime = (key: string, value: number) => ({ default_value: value, runtime_key: key });
  return {
    slow_start_window: window,
    aggression: runtime("heddle.slow_start.aggression", lb.warmup?.aggression ?? 1),
    min_weight_percent: { value: lb.warmup?.minimumPercent ?? 10 },
  };
}

function consistentHash(hash: NonNullable<LoadBalancer["consistentHash"]>, place: Place): Json {
  if (hash.maglev) {
    const size = hash.maglev.tableSize;
    return { lb_policy: "MAGLEV", ...(size === undefined ? {} : { maglev_lb_config: { table_size: size } }) };
  }
  const minimum = hash.ringHash?.minimumRingSize ?? hash.minimumRingSize ?? 1024;
  if (minimum <= 0) unsupported(at(place, ".ringHash.minimumRingSize"), "A ring needs a size; 1024 is used.");
  return { lb_policy: "RING_HASH", ring_hash_lb_config: { minimum_ring_size: minimum > 0 ? minimum : 1024 } };
}
