import { effectiveMode, levelOf, type MtlsMode, type PeerPolicy, ROOT_NAMESPACE } from "../mtls/effective-mode";
import type { PeerAuthenticationSpec } from "../schema/peer-authentication";

const TAKES: Record<MtlsMode, string> = {
  PERMISSIVE: "take mutual TLS and plaintext",
  STRICT: "refuse plaintext and take mutual TLS only",
  DISABLE: "take plaintext only, without encryption",
};

/** Who is meant, as the beginning of a sentence. */
function subject({ key, spec }: PeerPolicy): string {
  const level = levelOf({ key, spec });
  if (level === "mesh") return "All workloads of the mesh";
  if (level === "namespace") return `All workloads of ${key.namespace}`;
  const labels = Object.entries(spec.selector?.matchLabels ?? {}).map(([name, value]) => `${name}=${value}`);
  return `Workloads of ${key.namespace} with ${labels.join(", ")}`;
}

/** What a policy that is new or changed makes its workloads do, ports last. `before` null: it is new. */
export function describePeerAuthentication(now: PeerPolicy, before: PeerAuthenticationSpec | null): string[] {
  const who = subject(now);
  const mode = ownMode(now.spec);
  const old = before === null ? undefined : ownMode(before);
  const wide =
    mode === old
      ? []
      : [
          mode === null
            ? `${who} follow the wider policy again; without one they ${TAKES.PERMISSIVE}.`
            : `${who} ${TAKES[mode]}${old ? `; before, they ${TAKES[old].replace("take", "took").replace("refuse", "refused")}` : ""}.`,
        ];
  const ports = Object.entries(now.spec.portLevelMtls ?? {}).flatMap(([port, { mode: wanted }]) => {
    if (wanted === undefined || wanted === "UNSET" || before?.portLevelMtls?.[port]?.mode === wanted) return [];
    return [`On port ${port} they ${TAKES[wanted]}.`];
  });
  return [...wide, ...ports];
}

/** What holds once a policy is gone, so far as it is known from the policies that stay. */
export function describeGonePolicy(gone: PeerPolicy, rest: readonly PeerPolicy[]): string {
  const namespace = gone.key.namespace === ROOT_NAMESPACE ? "" : gone.key.namespace;
  const { mode } = effectiveMode(rest, { namespace, labels: gone.spec.selector?.matchLabels ?? {} }, null);
  return `${subject(gone)} ${TAKES[mode]} once it is gone.`;
}

function ownMode(spec: PeerAuthenticationSpec | undefined): MtlsMode | null {
  const mode = spec?.mtls?.mode;
  return mode === undefined || mode === "UNSET" ? null : mode;
}
