import type { ConfigObject } from "../../model/config-object";
import { sameJson } from "../../policy/edit/json";
import { parseObject } from "../../policy/parse-object";
import { sameKey } from "../../policy/world";
import { desiredState, type PlannedObject } from "../plan/desired-state";
import { foreignController } from "../plan/foreign-controller";
import { mergeObject } from "../plan/merge-object";
import type { BaselineObject, OperationRow, RolloutRow } from "../rollout-store";
import { type Desk, liveObject } from "./desk";
import { lastWritten } from "./write-step";

export type ForeignLook =
  | { kind: "none" }
  /** changed outside of what the run steers: the new baseline and what is there now */
  | { kind: "rebase"; baseline: BaselineObject[]; written: BaselineObject[]; by: string }
  | { kind: "reverted"; by: string }
  | { kind: "conflict"; by: string; objects: string[] };

/**
 * Whether somebody else wrote an object of the run since its last write. Their change is taken into the baseline when the run's own state of that new
 * baseline is exactly what is there: then nothing the run steers was touched. Else it is a conflict, which is never adopted and never reset silently.
 */
export function lookForForeign(desk: Desk, operations: readonly OperationRow[]): ForeignLook {
  const { row, baseline, sight } = desk;
  const { stepId, objects: base } = lastWritten(baseline, operations);
  const intents = operations.slice(0, operations.findIndex(({ state }) => state === "done") >>> 0);
  const theirs = base.map(({ key }) => ({ key, live: liveObject(sight, key) }));
  const changed = base.flatMap((was, i) => {
    const live = theirs[i]?.live ?? null;
    if ((live?.resourceVersion ?? null) === was.resourceVersion) return [];
    return isOwn(live, intents, was) ? [] : [{ was, live }];
  });
  if (changed.length === 0) return { kind: "none" };
  const by = [...new Set(changed.map(({ live }) => live?.updatedBy ?? "somebody"))].join(", ");
  const now = theirs.map(({ key, live }): PlannedObject => ({ key, yaml: live?.yaml ?? null }));
  if (isReverted(stepId, baseline, base, now)) return { kind: "reverted", by };
  const merged = rebased(row, stepId, baseline, base, now);
  if (!merged) {
    return {
      kind: "conflict",
      by,
      objects: changed.map(({ was: { key } }) => `${key.plural} ${key.namespace}/${key.name}`),
    };
  }
  const versionOf = (i: number) => theirs[i]?.live?.resourceVersion ?? null;
  return {
    kind: "rebase",
    by,
    baseline: merged.map((object, i) => ({ ...object, resourceVersion: versionOf(i) })),
    written: now.map((object, i) => ({ ...object, resourceVersion: versionOf(i) })),
  };
}

/** A write of ours that a crash kept from being noted as done, or one that changed nothing. */
function isOwn(live: ConfigObject | null, intents: readonly OperationRow[], { key, yaml }: BaselineObject): boolean {
  const text = live?.yaml ?? null;
  if (text === yaml) return true;
  return intents.some(({ items }) => items.some((item) => sameKey(item.key, key) && item.yaml === text));
}

function isReverted(
  stepId: string,
  baseline: readonly BaselineObject[],
  base: readonly BaselineObject[],
  now: readonly PlannedObject[],
): boolean {
  if (stepId.startsWith("@")) return false;
  const same = (a: readonly { yaml: string | null }[]) => a.every(({ yaml }, i) => yaml === now[i]?.yaml);
  return same(baseline) && !same(base);
}

/** Their change carried over to the baseline; null when what the run steers would then differ from what is there. */
function rebased(
  row: RolloutRow,
  stepId: string,
  baseline: readonly BaselineObject[],
  base: readonly BaselineObject[],
  now: readonly PlannedObject[],
): PlannedObject[] | null {
  const merged: PlannedObject[] = [];
  for (const [i, { key, yaml }] of baseline.entries()) {
    const text = carriedOver(base[i]?.yaml ?? null, now[i]?.yaml ?? null, yaml);
    if (text === undefined || isTakenOver(base[i]?.yaml ?? null, now[i]?.yaml ?? null)) return null;
    merged.push({ key, yaml: text });
  }
  try {
    const wanted = desiredState(row.plan, stepId, merged);
    return wanted.every(({ yaml }, i) => sameObject(yaml, now[i]?.yaml)) ? merged : null;
  } catch {
    return null;
  }
}

/** Whether another rollout engine put its mark on an object since we wrote it: what it writes is not written over. */
const isTakenOver = (base: string | null, theirs: string | null): boolean =>
  foreignController(theirs)?.kind === "rollouts" && foreignController(base)?.kind !== "rollouts";

/** undefined: it cannot be. */
function carriedOver(base: string | null, theirs: string | null, baseline: string | null): string | null | undefined {
  if (base === theirs) return baseline;
  if (base === baseline) return theirs;
  const merged = mergeObject(base, theirs, baseline);
  return merged.kind === "conflict" ? undefined : merged.yaml;
}

/** Whether two texts say the same. */
function sameObject(a: string | null | undefined, b: string | null | undefined): boolean {
  if (a === b) return true;
  const [one, other] = [a, b].map((text) => (text ? parseObject(text).object : null));
  return !!one && !!other && sameJson(one, other);
}
