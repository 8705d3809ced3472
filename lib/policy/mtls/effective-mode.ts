import type { ConfigKey } from "../../model/config-object";
import type { PeerAuthenticationSpec } from "../schema/peer-authentication";
import { hasLabels } from "../world";

/** The namespace whose policies hold for the whole mesh; Istio's default name for it. */
export const ROOT_NAMESPACE = "istio-system";

/** What an inbound port takes: both, mutual TLS only, or plaintext only. */
export type MtlsMode = "PERMISSIVE" | "STRICT" | "DISABLE";

/** A stored policy. The order of a list of them counts: the first of a level holds. */
export interface PeerPolicy {
  key: ConfigKey;
  spec: PeerAuthenticationSpec;
}

/** The workload a policy may apply to. */
export interface PolicyTarget {
  namespace: string;
  labels: Record<string, string>;
}

export interface EffectiveMode {
  mode: MtlsMode;
  /** the policy that says so; null: none does, the default holds */
  from: ConfigKey | null;
}

/** Where a policy reaches: all workloads of the mesh, of its namespace, or those with its labels. */
export function levelOf({ key, spec }: PeerPolicy): "mesh" | "namespace" | "workload" {
  if (Object.keys(spec.selector?.matchLabels ?? {}).length > 0) return "workload";
  return key.namespace === ROOT_NAMESPACE ? "mesh" : "namespace";
}

/**
 * The mode of one workload's port: workload before namespace before mesh, UNSET inherits, PERMISSIVE by default; a port's own
 * mode before the workload's. A policy with a selector in the root namespace is ignored. Source: Istio's
 * security/authn/policy_applier.go ComposePeerAuthentication. `port`: the application's; null: the workload as a whole.
 */
export function effectiveMode(
  policies: readonly PeerPolicy[],
  target: PolicyTarget,
  port: number | null,
): EffectiveMode {
  let found: EffectiveMode = { mode: "PERMISSIVE", from: null };
  const take = (policy: PeerPolicy | undefined, mode: string | undefined) => {
    if (policy && mode !== undefined && mode !== "UNSET") found = { mode: mode as MtlsMode, from: policy.key };
  };
  const first = (level: ReturnType<typeof levelOf>) =>
    policies.find((policy) => levelOf(policy) === level && applies(policy, target));
  for (const level of ["mesh", "namespace", "workload"] as const) {
    const policy = first(level);
    take(policy, policy?.spec.mtls?.mode);
    if (level === "workload" && port !== null) take(policy, policy?.spec.portLevelMtls?.[String(port)]?.mode);
  }
  return found;
}

/** Whether a policy speaks of this workload at all. */
export function applies(policy: PeerPolicy, target: PolicyTarget): boolean {
  const level = levelOf(policy);
  if (level === "mesh") return true;
  if (policy.key.namespace === ROOT_NAMESPACE || policy.key.namespace !== target.namespace) return false;
  return level === "namespace" || hasLabels(target.labels, policy.spec.selector?.matchLabels ?? {});
}
