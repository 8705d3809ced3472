import { authorize } from "../identity/authorize";
import type { Ctx, MeshHandle } from "../identity/ctx";
import type { Role } from "../model/actor";
import type { ConfigKey, ConfigObject } from "../model/config-object";
import type { Finding } from "../model/finding";
import { HeddleError } from "../model/heddle-error";
import { ROOT_NAMESPACE } from "../policy/mtls/effective-mode";
import { objectName } from "../policy/object-name";
import { type ParsedObject, parseObject } from "../policy/parse-object";
import { validate } from "../policy/validate/validate";
import { hostIn, sameKey, serviceOf, type World } from "../policy/world";
import { meshWorld } from "../queries/mesh-world";
import { kindOf, type WantedItem } from "./change-input";
import { strictPreflightFindings } from "./strict-preflight-findings";

export interface PreparedItem {
  key: ConfigKey;
  kind: string;
  before: string | null;
  after: string | null;
  current: ConfigObject | null;
  wanted: WantedItem["resourceVersion"];
}

export interface PreparedChange {
  items: PreparedItem[];
  findings: Finding[];
  world: World;
}

/**
 * Reads what a change is about: the stored objects beside the wanted texts, and what validation says. Throws `forbidden` when it reaches into a
 * namespace the actor has no rights in, `invalid_input` when one object is named twice.
 */
export async function prepareChange(
  ctx: Ctx,
  mesh: MeshHandle,
  wanted: readonly WantedItem[],
  role: Role,
): Promise<PreparedChange> {
  refuseDoubles(wanted);
  const { world, config } = await meshWorld(ctx, mesh);
  const items = wanted.map(({ key, yaml, resourceVersion }): PreparedItem => {
    const current = config.find((stored) => sameKey(stored.key, key)) ?? null;
    return { key, kind: kindOf(key), before: current?.yaml ?? null, after: yaml, current, wanted: resourceVersion };
  });
  const parsed = items.flatMap((item) => (item.after === null ? [] : [readItem(item.key, item.kind, item.after)]));
  const removed = items.flatMap((item) => (item.after === null ? [item.key] : []));
  for (const namespace of reachedNamespaces(items, world)) authorize(ctx, role, namespace);
  if (items.some(({ key }) => isMeshWide(key))) authorize(ctx, role, null);
  const preflight = await strictPreflightFindings(ctx, mesh, world, parsed, removed);
  return { items, findings: [...preflight, ...validate(parsed, world, removed)], world };
}

/** A policy of the root namespace decides for all of them. */
function isMeshWide({ plural, namespace }: ConfigKey): boolean {
  return plural === "peerauthentications" && namespace === ROOT_NAMESPACE;
}

/** The text must be of the object it is written to. */
function readItem(key: ConfigKey, kind: string, yaml: string): ParsedObject {
  const parsed = parseObject(yaml, { namespace: key.namespace });
  if (!parsed.key || !parsed.kind || sameKey(parsed.key, key)) return parsed;
  const path = parsed.kind === kind ? "metadata" : "kind";
  const finding: Finding = {
    code: "HED-OBJ-010",
    severity: "error",
    object: objectName(kind, key),
    path,
    line: parsed.lines?.lineOf([path]),
    message: `The text is of ${objectName(parsed.kind, parsed.key)}, but it is written to ${objectName(kind, key)}.`,
    fix: "Make kind, metadata.name and metadata.namespace agree with the address.",
  };
  return { ...parsed, object: null, findings: [...parsed.findings, finding] };
}

/** Namespaces a change acts in: those of its objects, and those of the services whose calls they steer. */
function reachedNamespaces(items: readonly PreparedItem[], world: World): Set<string> {
  const reached = new Set(items.map((item) => item.key.namespace));
  for (const { key, before, after } of items) {
    for (const yaml of [before, after]) {
      for (const host of yaml === null ? [] : steeredHosts(yaml, key.namespace)) {
        const service = serviceOf(world, hostIn(world, host, key.namespace));
        if (service && !service.external) reached.add(service.namespace);
      }
    }
  }
  return reached;
}

function steeredHosts(yaml: string, namespace: string): string[] {
  const { object } = parseObject(yaml, { namespace });
  if (object?.kind === "VirtualService" || object?.kind === "ServiceEntry") return object.spec.hosts;
  return object?.kind === "DestinationRule" ? [object.spec.host] : [];
}

function refuseDoubles(wanted: readonly WantedItem[]): void {
  const doubled = wanted.find(({ key }, i) => wanted.findIndex((other) => sameKey(other.key, key)) !== i);
  if (!doubled) return;
  throw new HeddleError("invalid_input", {
    what: `${doubled.key.plural} ${doubled.key.namespace}/${doubled.key.name} is written twice in one change.`,
    why: "Which of the two texts should hold is not said.",
    next: "Keep one of them.",
  });
}
