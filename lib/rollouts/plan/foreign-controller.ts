import { parseDocument } from "yaml";
import { isRecord } from "@/lib/policy/edit/json";

/** Somebody else's engine that writes an object: one that shifts traffic itself, or one that keeps the object as it is in git. */
export interface ForeignController {
  kind: "rollouts" | "gitops";
  /** e.g. "Flagger" */
  tool: string;
  /** what it calls its run or application; "" when it leaves no name */
  name: string;
}

const ARGO_ROLLOUTS = "argo-rollouts.argoproj.io/managed-by-rollouts";
const ARGO_HASH = "rollouts-pod-template-hash";
const KINDS: Record<string, string> = { "flagger.app/Canary": "Flagger", "argoproj.io/Rollout": "Argo Rollouts" };

/** Labels and annotations by which GitOps tools know their objects. The name may carry more behind a colon. */
const GITOPS: readonly [key: string, tool: string][] = [
  ["kustomize.toolkit.fluxcd.io/name", "Flux"],
  ["helm.toolkit.fluxcd.io/name", "Flux"],
  ["argocd.argoproj.io/tracking-id", "Argo CD"],
  ["argocd.argoproj.io/instance", "Argo CD"],
];

/**
 * Whose object a text is, by what the tools leave in it: Flagger's ownerReference, Argo Rollouts' annotation and the pod hash in subsets, labels and
 * annotations of Flux and Argo CD. null: nobody's that is known. Rollout engines come before GitOps ones.
 */
export function foreignController(yaml: string | null): ForeignController | null {
  const object: unknown = yaml === null ? null : parseDocument(yaml, { logLevel: "error" }).toJS();
  if (!isRecord(object) || !isRecord(object.metadata)) return null;
  const { metadata } = object;
  const marks = { ...strings(metadata.labels), ...strings(metadata.annotations) };
  for (const owner of list(metadata.ownerReferences)) {
    const tool = KINDS[`${String(owner.apiVersion).split("/")[0]}/${String(owner.kind)}`];
    if (tool) return { kind: "rollouts", tool, name: String(owner.name ?? "") };
  }
  if (marks[ARGO_ROLLOUTS] !== undefined) {
    return { kind: "rollouts", tool: "Argo Rollouts", name: marks[ARGO_ROLLOUTS] };
  }
  const subsets = isRecord(object.spec) ? list(object.spec.subsets) : [];
  if (subsets.some(({ labels }) => ARGO_HASH in strings(labels))) {
    return { kind: "rollouts", tool: "Argo Rollouts", name: "" };
  }
  const [key, tool] = GITOPS.find(([one]) => marks[one] !== undefined) ?? [];
  return key && tool ? { kind: "gitops", tool, name: (marks[key] ?? "").split(":")[0] ?? "" } : null;
}

const list = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.filter(isRecord) : []);

function strings(value: unknown): Record<string, string> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, String(one)]));
}
