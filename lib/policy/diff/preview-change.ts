import type { ChangePreview } from "../../model/change";
import { CONFIG_KINDS, type ConfigKey } from "../../model/config-object";
import { readSplit } from "../edit/read-split";
import { objectName } from "../object-name";
import { parseObject } from "../parse-object";
import { validate } from "../validate/validate";
import { hostIn, type World } from "../world";
import { describeChange } from "./describe-change";
import { diffObject } from "./diff-object";
import { type ProxyFact, touchesOf } from "./touches-of";
import type { TrafficOf } from "./traffic-facts";

export interface PreviewInput {
  items: readonly { key: ConfigKey; before: string | null; after: string | null }[];
  world: World;
  proxies: readonly ProxyFact[];
  traffic?: TrafficOf;
}

/** Everything a change says about itself before it is pushed: difference, effect, what stays, findings, what it touches. */
export function previewChange({ items, world, proxies, traffic }: PreviewInput): ChangePreview {
  const parsed = items.flatMap(({ key, after }) =>
    after === null ? [] : [parseObject(after, { namespace: key.namespace })],
  );
  const removed = items.filter((item) => item.after === null).map((item) => item.key);
  const changed = items.filter((item) => item.before !== item.after);
  return {
    diffs: changed.map(({ key, before, after }) => diffObject(key, kindOf(key), before, after)),
    effects: changed.flatMap(({ before, after }) => describeChange(before, after, world, traffic)),
    unchanged: [...new Set(items.flatMap((item) => unchangedOf(item, world)))],
    findings: validate(parsed, world, removed),
    touches: touchesOf(changed, world, proxies, traffic),
  };
}

const kindOf = (key: ConfigKey): string => CONFIG_KINDS.find((one) => one.plural === key.plural)?.kind ?? key.plural;

function unchangedOf({ key, before, after }: PreviewInput["items"][number], world: World): string[] {
  if (before === null || after === null) return [];
  if (before === after) return [objectName(kindOf(key), key)];
  const { object } = parseObject(after);
  if (object?.kind !== "VirtualService") return /(^|\s)#/.test(before) ? ["comments"] : [];
  const kept = object.spec.hosts.flatMap((host) => {
    const fqdn = hostIn(world, host, key.namespace);
    const old = readSplit(before, fqdn).kept;
    return readSplit(after, fqdn).kept.filter((words) => old.includes(words));
  });
  return /(^|\s)#/.test(before) ? [...kept, "comments"] : kept;
}
