/** Rows as aligned text under a head; columns whose name ends in ">" align right. */
export function textTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const names = head.map((name) => name.replace(/>$/, ""));
  const widths = names.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => (head[i]?.endsWith(">") ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join("  ")
      .trimEnd();
  return [line(names), ...rows.map(line)].join("\n");
}
