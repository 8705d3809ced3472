import { diffLines } from "diff";
import type { DiffLine, ObjectDiff } from "../../model/change";
import type { ConfigKey } from "../../model/config-object";

/** The line difference of one object's text; null: it did not, or will not, exist. Line numbers are 1-based. */
export function diffObject(key: ConfigKey, kind: string, before: string | null, after: string | null): ObjectDiff {
  const lines: DiffLine[] = [];
  let oldLine = 1;
  let newLine = 1;
  for (const part of diffLines(before ?? "", after ?? "")) {
    for (const text of linesOf(part.value)) {
      if (part.added) lines.push({ kind: "add", newLine: newLine++, text });
      else if (part.removed) lines.push({ kind: "del", oldLine: oldLine++, text });
      else lines.push({ kind: "same", oldLine: oldLine++, newLine: newLine++, text });
    }
  }
  const count = (what: DiffLine["kind"]) => lines.filter((line) => line.kind === what).length;
  return { key, kind, before, after, added: count("add"), removed: count("del"), lines };
}

function linesOf(text: string): string[] {
  const lines = text.split("\n").map((line) => line.replace(/\r$/, ""));
  if (lines.at(-1) === "") lines.pop();
  return lines;
}
