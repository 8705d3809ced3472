import { stringify } from "yaml";
import { HeddleError } from "../../model/heddle-error";
import { editRules, newRule } from "./edit-rules";
import { editWeights, targets } from "./edit-weights";
import type { SplitService } from "./edited-routes";
import { sameJson } from "./json";
import { readSplit } from "./read-split";
import { SplitIntent, type SplitWeight } from "./split-intent";
import { withSubsets } from "./with-subsets";

export interface ApplySplit {
  /** text of the VirtualService that routes the service; null: none yet */
  virtualService: string | null;
  /** text of the DestinationRule that holds its subsets; null: none yet */
  destinationRule: string | null;
  service: SplitService;
  intent: SplitIntent;
  /** subsets that another DestinationRule already defines */
  knownSubsets?: readonly string[];
}

export interface AppliedSplit {
  virtualService: string;
  /** null: no subset was missing, leave it as it is */
  destinationRule: string | null;
}

/**
 * Writes an intent into the texts, touching only what it changes; what the form does not show stays byte for byte. Creates the objects and
 * subsets that are missing. Throws `invalid_input` when the weights are not whole or do not add up to 100, or the object cannot be edited so.
 */
export function applySplit({
  virtualService,
  destinationRule,
  service,
  intent,
  knownSubsets = [],
}: ApplySplit): AppliedSplit {
  const wanted = checked(intent);
  const used = [
    ...new Set([
      ...wanted.rules.map((rule) => rule.subset),
      ...wanted.weights.filter((one) => one.weight > 0 || destinationRule === null).map((one) => one.subset),
    ]),
  ];
  const missing = used.filter((subset) => !knownSubsets.includes(subset));
  const text = virtualService === null ? newVirtualService(service, wanted) : edited(virtualService, service, wanted);
  if (text === virtualService) return { virtualService: text, destinationRule: null };
  return { virtualService: text, destinationRule: withSubsets(destinationRule, service, missing) };
}

function checked(intent: SplitIntent): SplitIntent {
  const { rules, weights } = SplitIntent.parse(intent);
  const sum = weights.reduce((acc, { weight }) => acc + weight, 0);
  if (weights.length > 0 && sum !== 100) {
    throw new HeddleError("invalid_input", {
      what: `The weights add up to ${sum}.`,
      why: "Together they are all of the traffic, which is 100.",
      next: "Give every version its share so that the sum is 100.",
    });
  }
  return { rules, weights };
}

const headOf = (kind: string, { namespace, name }: { namespace: string; name: string }) => ({
  apiVersion: "networking.istio.io/v1",
  kind,
  metadata: { name, namespace },
});

function newVirtualService(service: SplitService, { rules, weights }: SplitIntent): string {
  const ordinary = weights.filter((one) => one.weight > 0);
  const route = ordinary.length > 0 ? targets(service.name, ordinary) : [{ destination: { host: service.name } }];
  const http = [...rules.map((rule) => newRule(rule, service.name, {})), { name: "default", route }];
  return stringify(
    { ...headOf("VirtualService", service), spec: { hosts: [service.name], http } },
    { indentSeq: false, lineWidth: 0 },
  );
}

function edited(yaml: string, service: SplitService, wanted: SplitIntent): string {
  const now = readSplit(yaml, service.host);
  if (now.problem) {
    throw new HeddleError("invalid_input", {
      what: "The form cannot edit this VirtualService.",
      why: now.problem,
      next: "Edit it as YAML.",
    });
  }
  let text = yaml;
  if (!sameJson(plainWeights(now.intent.weights), plainWeights(wanted.weights)) && wanted.weights.length > 0) {
    text = editWeights(text, service, wanted.weights);
  }
  return editRules(text, service, wanted.rules);
}

/** Weights as a map without zeros: a version that is not listed gets none. */
const plainWeights = (weights: readonly SplitWeight[]) =>
  Object.fromEntries(weights.filter((one) => one.weight > 0).map((one) => [one.subset, one.weight]));
