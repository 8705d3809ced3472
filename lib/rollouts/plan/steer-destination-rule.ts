import { stringify } from "yaml";
import { HeddleError } from "@/lib/model/heddle-error";
import { editYaml } from "@/lib/policy/edit/yaml-edit";
import { parseObject } from "@/lib/policy/parse-object";
import type { SteeredService } from "./steered-routes";

/**
 * The text of the DestinationRule that holds both versions' subsets: as it was when nothing is missing, else with the missing ones at the end of its
 * list. `baseline` null: a new one. `known`: subsets that another DestinationRule of the host defines. Throws `invalid_input` for another kind of text.
 */
export function steerDestinationRule(
  baseline: string | null,
  service: SteeredService,
  known: readonly string[] = [],
): string | null {
  const wanted = [service.stable, service.candidate].filter(({ subset }) => !known.includes(subset));
  const made = (subsets: SteeredService["stable"][]) =>
    subsets.map(({ subset, labels }) => ({ name: subset, labels: { ...labels } }));
  if (baseline === null) {
    if (wanted.length === 0) return null;
    const { namespace, name, host } = service;
    return stringify(
      {
        apiVersion: "networking.istio.io/v1",
        kind: "DestinationRule",
        metadata: { name, namespace },
        spec: { host, subsets: made(wanted) },
      },
      { indentSeq: false, lineWidth: 0 },
    );
  }
  const { object } = parseObject(baseline);
  if (object?.kind !== "DestinationRule") {
    throw new HeddleError("invalid_input", {
      what: "The subsets of the rollout cannot be written.",
      why: "The text is not a DestinationRule that can be read.",
      next: "Correct it as YAML first.",
    });
  }
  const existing = object.spec.subsets ?? [];
  const missing = wanted.filter(({ subset }) => !existing.some(({ name }) => name === subset));
  if (missing.length === 0) return baseline;
  const kept = existing.map((_, keep) => ({ keep }));
  const items = [...kept, ...made(missing).map((add) => ({ add }))];
  return editYaml(baseline, { kind: "sequence", path: ["spec", "subsets"], items });
}
