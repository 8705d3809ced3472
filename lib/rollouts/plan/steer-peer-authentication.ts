import { parseDocument, stringify } from "yaml";
import type { MtlsTarget } from "@/lib/model/rollout-plan";
import type { Json } from "@/lib/policy/edit/json";
import { isRecord } from "@/lib/policy/edit/json";
import { editYaml } from "@/lib/policy/edit/yaml-edit";

/** Name of a new PeerAuthentication: `default` for a namespace, as is the custom; else the app's. */
export const peerAuthenticationName = ({ app }: MtlsTarget): string => app || "default";

/**
 * The text of a PeerAuthentication with one mode set, for the whole selection or one port of it; every other byte stays. `baseline` null: a new one.
 * Source: security.istio.io/v1 PeerAuthentication; a port's mode needs a selector.
 */
export function steerPeerAuthentication(
  baseline: string | null,
  target: MtlsTarget,
  name: string,
  mode: "permissive" | "strict",
): string {
  const value = { mode: mode === "strict" ? "STRICT" : "PERMISSIVE" };
  const place = target.port === null ? ["mtls"] : ["portLevelMtls", String(target.port)];
  if (baseline === null) {
    const mtls = target.port === null ? { mtls: value } : { portLevelMtls: { [target.port]: value } };
    const selector = target.app ? { selector: { matchLabels: { app: target.app } } } : {};
    return stringify(
      {
        apiVersion: "security.istio.io/v1",
        kind: "PeerAuthentication",
        metadata: { name, namespace: target.namespace },
        spec: { ...selector, ...mtls },
      },
      { indentSeq: false, lineWidth: 0 },
    );
  }
  return setDeep(baseline, ["spec", ...place, "mode"], value.mode);
}

/** Sets a field, making the maps on its way that are missing. */
function setDeep(text: string, path: string[], value: Json): string {
  let at: unknown = parseDocument(text, { logLevel: "error" }).toJS();
  for (let depth = 0; depth < path.length - 1; depth++) {
    const next: unknown = isRecord(at) ? at[path[depth] ?? ""] : undefined;
    if (!isRecord(next)) {
      const rest = path.slice(depth + 1).reduceRight<Json>((inner, key) => ({ [key]: inner }), value);
      return editYaml(text, { kind: "set", path: path.slice(0, depth + 1), value: rest });
    }
    at = next;
  }
  return isRecord(at) && at[path.at(-1) ?? ""] === value ? text : editYaml(text, { kind: "set", path, value });
}
