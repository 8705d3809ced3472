import type { DiffLine } from "../../model/change";

/** A row of a diff as it is drawn: a line, or a run of unchanged lines folded away. `from`, `to`: indices into the lines. */
export type DiffRow =
  | { kind: "line"; line: DiffLine; at: number }
  | { kind: "fold"; from: number; to: number; about: string };

/** Folds runs of unchanged lines that are further than `context` lines from a change and longer than one line. */
export function foldLines(lines: readonly DiffLine[], context = 3): DiffRow[] {
  const near = lines.map(() => false);
  lines.forEach((line, i) => {
    if (line.kind === "same") return;
    for (let at = Math.max(0, i - context); at <= Math.min(lines.length - 1, i + context); at += 1) near[at] = true;
  });
  const rows: DiffRow[] = [];
  for (let i = 0; i < lines.length; ) {
    const line = lines[i];
    if (!line) break;
    let end = i;
    while (end < lines.length && !near[end]) end += 1;
    if (end - i > 1) {
      rows.push({ kind: "fold", from: i, to: end, about: aboutOf(lines.slice(i, end)) });
      i = end;
    } else {
      rows.push({ kind: "line", line, at: i });
      i += 1;
    }
  }
  return rows;
}

/** The keys a folded run holds, shallow ones: "metadata, hosts". */
function aboutOf(lines: readonly DiffLine[]): string {
  const keys = lines.flatMap(({ text }) => {
    const found = /^( {0,2})(?:- )?([A-Za-z][\w-]*):/.exec(text);
    return found?.[2] && found[2] !== "spec" ? [{ depth: found[1]?.length ?? 0, key: found[2] }] : [];
  });
  const inSpec = lines.some(({ text }) => /^spec:/.test(text));
  const shown = keys.filter(({ depth, key }) => depth === 0 || inSpec || key === "hosts" || key === "http");
  const names = [
    ...new Set(shown.filter(({ key }) => !["name", "namespace", "labels"].includes(key)).map(({ key }) => key)),
  ];
  return names.slice(0, 4).join(", ");
}
