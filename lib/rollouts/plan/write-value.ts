import { isRecord, type Json, sameJson } from "@/lib/policy/edit/json";
import { editYaml, type SequenceItem } from "@/lib/policy/edit/yaml-edit";
import type { Path } from "@/lib/policy/path";

/**
 * Changes a value in a YAML text from `before` (what stands at `path` now) to `after`, going down as far as both are alike, so that comments and spacing inside
 * stay. Items of lists are found again by content, then by `destination`.
 */
export function writeValue(text: string, path: Path, before: unknown, after: unknown): string {
  if (sameJson(before, after)) return text;
  if (isRecord(before) && isRecord(after) && Object.keys(before).every((key) => key in after)) {
    return Object.entries(after).reduce(
      (now, [key, value]) => writeValue(now, [...path, key], before[key], value),
      text,
    );
  }
  if (Array.isArray(before) && Array.isArray(after) && after.length > 0) return writeList(text, path, before, after);
  return editYaml(text, { kind: "set", path, value: after as Json });
}

function writeList(text: string, path: Path, before: readonly unknown[], after: readonly unknown[]): string {
  const free = new Set(before.keys());
  const take = (fits: (item: unknown) => boolean): number | undefined => {
    const found = [...free].find((i) => fits(before[i]));
    if (found !== undefined) free.delete(found);
    return found;
  };
  const exact = after.map((item) => take((old) => sameJson(old, item)));
  const from = after.map((item, i) => exact[i] ?? take((old) => isTwin(old, item)));
  const items: SequenceItem[] = after.map((item, i) =>
    from[i] === undefined ? { add: item as Json } : { keep: from[i] },
  );
  const same = items.length === before.length && items.every((item, i) => "keep" in item && item.keep === i);
  let now = same ? text : editYaml(text, { kind: "sequence", path, items });
  after.forEach((item, i) => {
    if (from[i] !== undefined) now = writeValue(now, [...path, i], before[from[i]], item);
  });
  return now;
}

/** Whether two items are about the same destination, or the same name. */
function isTwin(a: unknown, b: unknown): boolean {
  if (!isRecord(a) || !isRecord(b)) return false;
  const key = a.destination === undefined ? "name" : "destination";
  return a[key] !== undefined && sameJson(a[key], b[key]);
}
