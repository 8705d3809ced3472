"use client";

import { useMemo } from "react";
import { cn } from "@/components/ui/cn";
import type { DiffLine, ObjectDiff } from "@/lib/model/change";
import { foldLines } from "@/lib/policy/diff/fold-lines";
import { wordParts } from "@/lib/policy/diff/word-parts";

interface Pair {
  key: string;
  left: DiffLine | null;
  right: DiffLine | null;
}
type Row = Pair | { key: string; fold: number; about: string };

/** One object's difference, before at the left and after at the right. */
export function SideDiff({ diff, context = 3 }: { diff: ObjectDiff; context?: number }) {
  const rows = useMemo(() => sideRows(diff.lines, context), [diff.lines, context]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a difference is no table, and its lines are read in order
    <div
      role="group"
      aria-label={`Difference of ${diff.kind} ${diff.key.namespace}/${diff.key.name}, before and after`}
      className="mono text-xs leading-5"
    >
      {rows.map((row) =>
        "fold" in row ? (
          <div
            key={row.key}
            className="border-y border-border-1 bg-surface-2 py-0.5 pl-12 font-sans text-xs text-text-3 first:border-t-0 last:border-b-0"
          >
            {row.fold} unchanged lines{row.about ? `: ${row.about}` : ""}
          </div>
        ) : (
          <div key={row.key} className="grid grid-cols-2 [&>*:first-child]:border-r [&>*:first-child]:border-border-1">
            <Half line={row.left} other={row.right} side="del" />
            <Half line={row.right} other={row.left} side="add" />
          </div>
        ),
      )}
    </div>
  );
}

function Half({ line, other, side }: { line: DiffLine | null; other: DiffLine | null; side: "add" | "del" }) {
  const changed = line !== null && line.kind !== "same";
  return (
    <div
      className={cn(
        "grid min-w-0 grid-cols-[34px_16px_minmax(0,1fr)] whitespace-pre-wrap pr-2 [overflow-wrap:anywhere]",
        changed && (side === "add" ? "bg-add-bg" : "bg-del-bg"),
        line === null && "bg-surface-2",
      )}
    >
      <span aria-hidden="true" className="select-none pr-2 text-right text-text-3">
        {(side === "add" ? line?.newLine : line?.oldLine) ?? ""}
      </span>
      <span
        className={cn("select-none text-center font-bold", side === "add" ? "text-add-fg" : "text-del-fg")}
        aria-hidden={!changed || undefined}
      >
        {changed ? (
          <>
            <span aria-hidden="true">{side === "add" ? "+" : "−"}</span>
            <span className="sr-only">{side === "add" ? "added: " : "removed: "}</span>
          </>
        ) : null}
      </span>
      <span>{line ? <Words line={line} other={other} side={side} /> : null}</span>
    </div>
  );
}

function Words({ line, other, side }: { line: DiffLine; other: DiffLine | null; side: "add" | "del" }) {
  if (line.kind === "same" || other === null || other.kind === "same") return <>{line.text}</>;
  const both = side === "add" ? wordParts(other.text, line.text) : wordParts(line.text, other.text);
  const parts = side === "add" ? both.after : both.before;
  let at = 0;
  return parts.map((part) => {
    const key = at;
    at += part.text.length;
    return (
      <span
        key={key}
        className={cn(
          part.changed && part.text.trim() && "rounded-[3px] px-px",
          part.changed && part.text.trim() && (side === "add" ? "bg-add-word" : "bg-del-word"),
        )}
      >
        {part.text}
      </span>
    );
  });
}

/** Unchanged runs folded; removed and added lines of one block side by side. */
export function sideRows(lines: readonly DiffLine[], context: number): Row[] {
  const rows: Row[] = [];
  let gone: DiffLine[] = [];
  let come: DiffLine[] = [];
  const flush = () => {
    for (let i = 0; i < Math.max(gone.length, come.length); i++) {
      const left = gone[i] ?? null;
      const right = come[i] ?? null;
      rows.push({ key: `${left?.oldLine ?? ""}|${right?.newLine ?? ""}`, left, right });
    }
    gone = [];
    come = [];
  };
  for (const row of foldLines(lines, context)) {
    if (row.kind === "fold") {
      flush();
      rows.push({ key: `fold-${row.from}`, fold: row.to - row.from, about: row.about ?? "" });
    } else if (row.line.kind === "del") gone.push(row.line);
    else if (row.line.kind === "add") come.push(row.line);
    else {
      flush();
      rows.push({ key: `${row.line.oldLine}|${row.line.newLine}`, left: row.line, right: row.line });
    }
  }
  flush();
  return rows;
}
