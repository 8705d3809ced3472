import type { ConfigKey } from "../../model/config-object";
import type { Finding } from "../../model/finding";
import { objectName } from "../object-name";
import type { ParsedObject } from "../parse-object";
import { formatPath } from "../path";
import type { MeshObject } from "../schema/mesh-object";
import { sameKey, type World } from "../world";
import { DESTINATION_RULE_RULES } from "./destination-rule/rules";
import { PEER_AUTHENTICATION_RULES } from "./peer-authentication/rules";
import type { Problem } from "./rule";
import { endpointProblems } from "./service-entry/endpoint-problems";
import { SERVICE_ENTRY_RULES } from "./service-entry/rules";
import { VIRTUAL_SERVICE_RULES } from "./virtual-service/rules";

const RANK = { error: 0, warning: 1, info: 2 } as const;

/**
 * Checks objects against each other and against what is known: schema findings of the parser first, then every rule of the kind.
 * The objects count as written, so that a VirtualService may use a subset that the same change adds. `removed`: keys the change deletes.
 * Findings come worst first, then in the order of the texts.
 */
export function validate(
  objects: readonly ParsedObject[],
  world: World,
  removed: readonly ConfigKey[] = [],
): Finding[] {
  const written = objects.flatMap(({ key, object }) => (key && object ? [{ key, object }] : []));
  const gone = [...written.map((one) => one.key), ...removed];
  const kept = world.objects.filter((one) => !gone.some((key) => sameKey(key, one.key)));
  const after: World = { ...world, objects: [...kept, ...written] };
  const findings = objects.flatMap((parsed) => [...parsed.findings, ...ruleFindings(parsed, after)]);
  return findings.sort((a, b) => RANK[a.severity] - RANK[b.severity]);
}

function ruleFindings({ key, object, lines }: ParsedObject, world: World): Finding[] {
  if (!key || !object) return [];
  const name = objectName(object.kind, key);
  return problemsOf(object, world, key).map(({ path, ...problem }) => ({
    ...problem,
    object: name,
    path: formatPath(path),
    line: lines?.lineOf(path),
  }));
}

function problemsOf(object: MeshObject, world: World, key: ConfigKey): Problem[] {
  switch (object.kind) {
    case "VirtualService":
      return VIRTUAL_SERVICE_RULES.flatMap((rule) => rule(object, world, key));
    case "DestinationRule":
      return DESTINATION_RULE_RULES.flatMap((rule) => rule(object, world, key));
    case "ServiceEntry":
      return SERVICE_ENTRY_RULES.flatMap((rule) => rule(object, world, key));
    case "WorkloadEntry":
      return endpointProblems("HED-WE-001", object.spec, ["spec"]);
    case "PeerAuthentication":
      return PEER_AUTHENTICATION_RULES.flatMap((rule) => rule(object, world, key));
  }
}
