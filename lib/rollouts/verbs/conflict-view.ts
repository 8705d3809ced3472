import { CONFIG_KINDS, type ConfigKey, type ConfigObject } from "../../model/config-object";
import type { ConflictView } from "../../model/rollout";
import { diffObject } from "../../policy/diff/diff-object";
import { parseObject } from "../../policy/parse-object";
import { sameKey } from "../../policy/world";
import { lastWritten } from "../controller/write-step";
import type { BaselineObject, OperationRow, RolloutRow } from "../rollout-store";

export const kindOfKey = (key: ConfigKey): string =>
  CONFIG_KINDS.find((one) => one.plural === key.plural)?.kind ?? key.plural;

/** Whose change is what, object by object and route by route; null: there is no conflict. */
export function conflictView(
  row: RolloutRow,
  baseline: readonly BaselineObject[],
  operations: readonly OperationRow[],
  config: readonly ConfigObject[],
): ConflictView | null {
  if (row.state.phase !== "paused" || row.state.reason !== "conflict") return null;
  const written = lastWritten(baseline, operations).objects;
  const objects = written.flatMap(({ key, yaml: base, resourceVersion }) => {
    const live = config.find((object) => sameKey(object.key, key)) ?? null;
    const theirs = live?.yaml ?? null;
    if ((live?.resourceVersion ?? null) === resourceVersion || theirs === base) return [];
    return [
      {
        key,
        base,
        theirs,
        ours: base,
        by: live?.updatedBy ?? "somebody",
        reason: live?.reason ?? "",
        resourceVersion: live?.resourceVersion ?? null,
        parts: partsOf(base, theirs),
        diff: diffObject(key, kindOfKey(key), base, theirs),
      },
    ];
  });
  return { seenAt: new Date(row.state.enteredAtMs).toISOString(), objects };
}

/** Routes and subsets that differ, by name. */
function partsOf(base: string | null, theirs: string | null): ConflictView["objects"][number]["parts"] {
  const before = namedParts(base);
  const after = namedParts(theirs);
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((part) => {
    const [old = "", now = ""] = [before.get(part), after.get(part)];
    return old === now ? [] : [{ part, base: old, theirs: now, ours: old, managed: true }];
  });
}

function namedParts(yaml: string | null): Map<string, string> {
  const { object } = parseObject(yaml ?? "");
  const parts = new Map<string, string>();
  if (object?.kind === "VirtualService") {
    for (const [i, route] of (object.spec.http ?? []).entries()) {
      parts.set(`http ${route.name ?? `number ${i + 1}`}`, JSON.stringify(route, null, 2));
    }
  }
  if (object?.kind === "DestinationRule") {
    for (const subset of object.spec.subsets ?? []) parts.set(`subset ${subset.name}`, JSON.stringify(subset, null, 2));
  }
  return parts;
}
