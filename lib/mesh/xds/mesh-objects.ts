import { CONFIG_KINDS, type ConfigKey, type ConfigObject } from "../../model/config-object";
import type { Finding } from "../../model/finding";
import { HeddleError } from "../../model/heddle-error";
import type { PeerPolicy } from "../../policy/mtls/effective-mode";
import { parseObject } from "../../policy/parse-object";
import type { MeshObject } from "../../policy/schema/mesh-object";
import type { ServiceEntrySpec } from "../../policy/schema/service-entry";
import type { WorkloadEntrySpec } from "../../policy/schema/workload-entry";
import type { Stored, StoredDestinationRule, StoredVirtualService } from "./translate/context";

/** The stored objects, read and in the order in which they count. */
export interface MeshObjects {
  virtualServices: StoredVirtualService[];
  destinationRules: StoredDestinationRule[];
  serviceEntries: Stored<ServiceEntrySpec>[];
  workloadEntries: Stored<WorkloadEntrySpec>[];
  peerPolicies: PeerPolicy[];
  /** objects that cannot be read (written past this control plane); they count as absent */
  findings: Finding[];
}

/** Reads stored texts; what was read for a text once is kept. */
export class ObjectReader {
  private known = new Map<string, MeshObject | Finding[]>();

  read(objects: readonly Pick<ConfigObject, "key" | "yaml">[]): MeshObjects {
    const made: MeshObjects = {
      virtualServices: [],
      destinationRules: [],
      serviceEntries: [],
      workloadEntries: [],
      peerPolicies: [],
      findings: [],
    };
    const used = new Map<string, MeshObject | Finding[]>();
    for (const { key, yaml } of [...objects].sort(byAge)) {
      const id = `${key.namespace}\0${yaml}`;
      const object = this.known.get(id) ?? used.get(id) ?? parse(key, yaml);
      used.set(id, object);
      if (Array.isArray(object)) made.findings.push(...object);
      else sortIn(made, key, object);
    }
    this.known = used;
    return made;
  }
}

/** Istio's order: the oldest first, then by name and namespace. The store keeps no birth date, so the name decides. */
function byAge(a: { key: ConfigKey }, b: { key: ConfigKey }): number {
  const [x, y] = [`${a.key.name}.${a.key.namespace}`, `${b.key.name}.${b.key.namespace}`];
  return x < y ? -1 : x > y ? 1 : 0;
}

function parse(key: ConfigKey, yaml: string): MeshObject | Finding[] {
  const { object, findings } = parseObject(yaml, { namespace: key.namespace });
  return object ?? findings;
}

function sortIn(made: MeshObjects, key: ConfigKey, object: MeshObject): void {
  if (object.kind === "VirtualService") made.virtualServices.push({ key, spec: object.spec });
  else if (object.kind === "DestinationRule") made.destinationRules.push({ key, spec: object.spec });
  else if (object.kind === "ServiceEntry") made.serviceEntries.push({ key, spec: object.spec });
  else if (object.kind === "WorkloadEntry") made.workloadEntries.push({ key, spec: object.spec });
  else made.peerPolicies.push({ key, spec: object.spec });
}

/**
 * The kind a write is for. Throws HeddleError `invalid_input` when the kind is not kept here, the text cannot be read, or
 * it is of another object than the key says.
 */
export function kindOfWrite(key: ConfigKey, yaml: string | null): string {
  const kind = CONFIG_KINDS.find((one) => one.plural === key.plural && one.group === key.group)?.kind;
  const named = `${key.plural} ${key.namespace}/${key.name}`;
  const refuse = (why: string, details?: unknown) =>
    new HeddleError("invalid_input", {
      what: `${named} was not written.`,
      why,
      next: "Correct the object and write it again.",
      details,
    });
  if (!kind) throw refuse(`${key.group}/${key.plural} is not a kind the embedded control plane keeps.`);
  if (yaml === null) return kind;
  const parsed = parseObject(yaml, { namespace: key.namespace });
  const errors = parsed.findings.filter(({ severity }) => severity === "error");
  if (!parsed.object || errors.length > 0) {
    const first = errors[0];
    throw refuse(first ? `${first.path || "The text"}: ${first.message}` : "It cannot be read.", {
      findings: parsed.findings,
    });
  }
  if (parsed.kind !== kind || parsed.key?.name !== key.name || parsed.key.namespace !== key.namespace)
    throw refuse(`The text is of ${parsed.kind} ${parsed.key?.namespace}/${parsed.key?.name}.`);
  return kind;
}
