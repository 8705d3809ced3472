import type { TrafficPolicy } from "../../../policy/schema/traffic-policy";
import type { MergedRule } from "./destination-rule-for";

/** The blocks of a policy that can be set per port. */
export type PolicyBlocks = Pick<
  TrafficPolicy,
  "loadBalancer" | "connectionPool" | "outlierDetection" | "tls" | "tunnel" | "proxyProtocol" | "retryBudget"
>;

/**
 * The policy of one port and subset: the subset's blocks over the top-level ones, each block whole; settings for the port
 * replace the set of blocks, they inherit nothing. Source: policy.md 2.4, MergeSubsetTrafficPolicy, selectTrafficPolicyComponents.
 */
export function policyFor(rule: MergedRule, port: number, subset: string): PolicyBlocks {
  const own = rule.subsets.find(({ name }) => name === subset)?.trafficPolicy;
  const top = rule.trafficPolicy;
  const portLevel = [own, top].flatMap((policy) => policy?.portLevelSettings ?? []);
  const forPort = portLevel.find((setting) => setting.port?.number === port);
  const wide: PolicyBlocks = {
    tunnel: own?.tunnel ?? top?.tunnel,
    proxyProtocol: own?.proxyProtocol ?? top?.proxyProtocol,
    retryBudget: own?.retryBudget ?? top?.retryBudget,
  };
  if (forPort) {
    const { loadBalancer, connectionPool, outlierDetection, tls } = forPort;
    return { ...wide, loadBalancer, connectionPool, outlierDetection, tls };
  }
  return {
    ...wide,
    loadBalancer: own?.loadBalancer ?? top?.loadBalancer,
    connectionPool: own?.connectionPool ?? top?.connectionPool,
    outlierDetection: own?.outlierDetection ?? top?.outlierDetection,
    tls: own?.tls ?? top?.tls,
  };
}
