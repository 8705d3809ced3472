import { stringify } from "yaml";
import { HeddleError } from "../../model/heddle-error";
import { parseObject } from "../parse-object";
import { editYaml } from "./yaml-edit";

/**
 * Adds subsets that select by the label `version` to a DestinationRule text, or writes a new one. null: none is missing.
 * Throws `invalid_input` when the text is no DestinationRule.
 */
export function withSubsets(
  yaml: string | null,
  service: { namespace: string; name: string },
  subsets: readonly string[],
): string | null {
  if (yaml === null) {
    if (subsets.length === 0) return null;
    return stringify(
      {
        apiVersion: "networking.istio.io/v1",
        kind: "DestinationRule",
        metadata: { name: service.name, namespace: service.namespace },
        spec: { host: service.name, subsets: subsets.map(subsetOf) },
      },
      { indentSeq: false, lineWidth: 0 },
    );
  }
  const { object } = parseObject(yaml);
  if (object?.kind !== "DestinationRule") {
    throw new HeddleError("invalid_input", {
      what: "The subsets cannot be added.",
      why: "The text given is not a DestinationRule that can be read.",
      next: "Correct it as YAML first.",
    });
  }
  const existing = object.spec.subsets ?? [];
  const missing = subsets.filter((subset) => !existing.some((one) => one.name === subset));
  if (missing.length === 0) return null;
  const kept = existing.map((_, keep) => ({ keep }));
  return editYaml(yaml, {
    kind: "sequence",
    path: ["spec", "subsets"],
    items: [...kept, ...missing.map((name) => ({ add: subsetOf(name) }))],
  });
}

const subsetOf = (version: string) => ({ name: version, labels: { version } });
