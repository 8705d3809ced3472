import { readSplit } from "../edit/read-split";
import { peerPolicies } from "../mtls/peer-policies";
import { objectName } from "../object-name";
import { parseObject } from "../parse-object";
import type { PeerAuthentication } from "../schema/peer-authentication";
import type { VirtualService } from "../schema/virtual-service";
import { listOf } from "../validate/rule";
import { hostIn, type KnownObject, type World } from "../world";
import { type FieldChange, fieldChanges, fieldWords } from "./describe-fields";
import { describeGonePolicy, describePeerAuthentication } from "./describe-peer-authentication";
import { describeSplit } from "./describe-split";
import type { TrafficOf } from "./traffic-facts";

/** At most this many single fields are named; further ones are counted. */
const MAX_FIELDS = 6;

/**
 * The effect of a change of one object in words, most important first: what happens to requests, then which other fields change.
 * `before`, `after`: the texts; null: it did not, or will not, exist. A text that cannot be read has no effect to tell.
 */
export function describeChange(
  before: string | null,
  after: string | null,
  world: World,
  traffic?: TrafficOf,
): string[] {
  const old = before === null ? null : known(before);
  const now = after === null ? null : known(after);
  if (before === after || (!old && !now)) return [];
  if (!now) return old && after === null ? gone(old, world) : [];
  if (now.object.kind === "PeerAuthentication") return policyWords(now.key, now.object, old);
  const sentences = now.object.kind === "VirtualService" ? splitWords(now, before, after ?? "", world, traffic) : [];
  if (!old) return [...created(now), ...sentences];
  const rest = fieldChanges(old.object.spec, now.object.spec, ["spec"]).filter(
    (one) => sentences.length === 0 || !toldBySplit(one),
  );
  const shown = rest.slice(0, MAX_FIELDS).map(fieldWords);
  if (rest.length > MAX_FIELDS) shown.push(`${rest.length - MAX_FIELDS} more fields change.`);
  if (sentences.length + shown.length === 0) {
    return ["Only comments, layout or metadata change; proxies keep what they have."];
  }
  return [...sentences, ...shown];
}

function known(yaml: string): KnownObject | null {
  const { key, object } = parseObject(yaml);
  return key && object ? { key, object } : null;
}

function policyWords(key: KnownObject["key"], { spec }: PeerAuthentication, old: KnownObject | null): string[] {
  const before = old?.object.kind === "PeerAuthentication" ? old.object.spec : null;
  const words = describePeerAuthentication({ key, spec }, before);
  if (words.length > 0) return words;
  return [before === null ? "It sets no mode and changes nothing." : "No mode changes; proxies keep what they have."];
}

/** The split of every host the object routes. */
function splitWords(
  now: KnownObject,
  before: string | null,
  after: string,
  world: World,
  traffic?: TrafficOf,
): string[] {
  const { hosts } = (now.object as VirtualService).spec;
  return hosts.flatMap((host) => {
    const fqdn = hostIn(world, host, now.key.namespace);
    const old = before === null ? null : readSplit(before, fqdn);
    const next = readSplit(after, fqdn);
    if (next.problem || old?.problem) return [];
    return describeSplit(old?.intent ?? { rules: [], weights: [] }, next.intent, traffic?.(fqdn));
  });
}

/** Fields that the sentences about weights and rules have told already. */
function toldBySplit({ path, before, after }: FieldChange): boolean {
  if (path[1] !== "http") return false;
  const [, , , field] = path;
  if (field === "match" || field === "route") return true;
  const whole = (field === undefined ? (after ?? before) : null) as { route?: unknown } | null;
  return path.length <= 3 && whole !== null;
}

function gone({ key, object }: KnownObject, world: World): string[] {
  const name = objectName(object.kind, key);
  switch (object.kind) {
    case "VirtualService":
      return [
        `${name} goes away: requests to ${listOf(object.spec.hosts)} go to every instance alike, without its timeouts, retries and rules.`,
      ];
    case "DestinationRule": {
      const subsets = (object.spec.subsets ?? []).map((subset) => subset.name);
      const lost = subsets.length > 0 ? ` and the subsets ${listOf(subsets)} with it` : "";
      return [
        `${name} goes away${lost}: calls to ${object.spec.host} get the defaults for balancing, pools and outliers.`,
      ];
    }
    case "ServiceEntry":
      return [`${name} goes away: ${listOf(object.spec.hosts)} is no longer known to the mesh.`];
    case "WorkloadEntry":
      return [`${name} goes away: ${object.spec.address ?? "the endpoint"} gets no more requests.`];
    case "PeerAuthentication":
      return [describeGonePolicy({ key, spec: object.spec }, peerPolicies(world, key))];
  }
}

function created({ key, object }: KnownObject): string[] {
  const name = objectName(object.kind, key);
  switch (object.kind) {
    case "VirtualService":
      return [`${name} is new: it decides where requests to ${listOf(object.spec.hosts)} go.`];
    case "DestinationRule": {
      const subsets = (object.spec.subsets ?? []).map((subset) => subset.name);
      const parts = Object.keys(object.spec.trafficPolicy ?? {});
      const says = [
        subsets.length > 0 ? `it defines the subsets ${listOf(subsets)}` : "",
        parts.length > 0 ? `it sets ${listOf(parts)}` : "",
      ];
      return [`${name} is new: ${says.filter(Boolean).join("; ") || `it speaks of ${object.spec.host}`}.`];
    }
    case "ServiceEntry":
      return [`${name} is new: the mesh knows ${listOf(object.spec.hosts)} from now on.`];
    case "WorkloadEntry":
      return [`${name} is new: ${object.spec.address ?? "an endpoint"} joins.`];
    case "PeerAuthentication":
      return describePeerAuthentication({ key, spec: object.spec }, null);
  }
}
