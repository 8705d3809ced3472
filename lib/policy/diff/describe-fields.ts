import { isRecord, sameJson } from "../edit/json";
import { formatPath, type Path } from "../path";

/** One field that differs; undefined: it is not there. */
export interface FieldChange {
  path: Path;
  before: unknown;
  after: unknown;
}

/**
 * The smallest fields in which two specs differ. Lists of things with a `name` are compared by name, so that an inserted route is
 * one change; other lists as wholes where their lengths differ.
 */
export function fieldChanges(before: unknown, after: unknown, path: Path = []): FieldChange[] {
  if (sameJson(before, after)) return [];
  if (isBranch(before) && isBranch(after)) {
    const keys = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
    return keys.flatMap((key) => fieldChanges(before?.[key], after?.[key], [...path, key]));
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const named = pairNames(before, after);
    if (named) return named.flatMap((item) => itemChanges(item, path));
    if (before.length === after.length) return after.flatMap((item, i) => fieldChanges(before[i], item, [...path, i]));
  }
  return [{ path, before, after }];
}

/** A named item that comes or goes is one change, not one for each of its fields. */
function itemChanges({ old, now, at }: { old: unknown; now: unknown; at: string }, path: Path): FieldChange[] {
  const own = [...path, at];
  if (old === undefined || now === undefined) return [{ path: own, before: old, after: now }];
  return fieldChanges(old, now, own);
}

/** A map, or nothing where the other side has a map: both lead on to the fields inside. An empty map is a value of its own. */
const isBranch = (value: unknown): value is Record<string, unknown> | undefined =>
  value === undefined || (isRecord(value) && Object.keys(value).length > 0);

function pairNames(before: unknown[], after: unknown[]): { old: unknown; now: unknown; at: string }[] | null {
  const names = (items: unknown[]) =>
    items.map((item) => (isRecord(item) && typeof item.name === "string" ? item.name : null));
  const [old, now] = [names(before), names(after)];
  const all = [...old, ...now];
  if (all.includes(null) || new Set(old).size < old.length || new Set(now).size < now.length) return null;
  return [...new Set(all)].map((name) => ({
    old: before[old.indexOf(name)],
    now: after[now.indexOf(name)],
    at: name ?? "",
  }));
}

/** "spec.http.default.timeout: 3s -> 1s", with long values left out. */
export function fieldWords({ path, before, after }: FieldChange): string {
  const name = formatPath(path);
  const [old, now] = [short(before), short(after)];
  if (before === undefined) return now ? `${name} is set to ${now}.` : `${name} is added.`;
  if (after === undefined) return old ? `${name} (${old}) is taken out.` : `${name} is taken out.`;
  return old && now ? `${name} goes from ${old} to ${now}.` : `${name} changes.`;
}

/** A value that reads well in a sentence; "" for maps, lists and long texts. */
const short = (value: unknown): string => (typeof value === "object" || String(value).length > 40 ? "" : String(value));
