"use client";

import { Fragment, type ReactNode, useMemo, useState } from "react";
import { cn } from "@/components/ui/cn";
import type { DiffLine, ObjectDiff } from "@/lib/model/change";
import { type DiffRow, foldLines } from "@/lib/policy/diff/fold-lines";
import { type WordPart, wordParts } from "@/lib/policy/diff/word-parts";

const MARK = { add: "+", del: "−", same: "" } as const;

/** One object's difference, line by line: unchanged runs folded, changed words marked, comments quiet. */
export function DiffView({ diff, context = 3 }: { diff: ObjectDiff; context?: number }) {
  const rows = useMemo(() => foldLines(diff.lines, context), [diff.lines, context]);
  const words = useMemo(() => pairWords(diff.lines), [diff.lines]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a difference is no table, and its lines are read in order
    <div
      role="group"
      aria-label={`Difference of ${diff.kind} ${diff.key.namespace}/${diff.key.name}`}
      className="mono overflow-x-auto text-xs leading-5"
    >
      <div className="min-w-max max-sm:min-w-0">
        {rows.map((row) =>
          row.kind === "fold" ? (
            <Fold key={`fold-${row.from}`} row={row} lines={diff.lines} />
          ) : (
            <Line key={row.at} line={row.line} parts={words.get(row.at)} />
          ),
        )}
      </div>
    </div>
  );
}

function Fold({ row, lines }: { row: Extract<DiffRow, { kind: "fold" }>; lines: readonly DiffLine[] }) {
  const [open, setOpen] = useState(false);
  if (open)
    return lines.slice(row.from, row.to).map((line) => <Line key={line.oldLine} line={line} parts={undefined} />);
  return (
    <button
      type="button"
      onClick={() => setOpen(true)}
      className="block w-full border-y border-border-1 bg-surface-2 py-0.5 pl-[86px] pr-3 text-left font-sans text-xs text-text-3 outline-offset-[-2px] first:border-t-0 hover:text-text-1 max-sm:min-h-9 max-sm:pl-3.5"
    >
      {row.to - row.from} unchanged lines{row.about ? `: ${row.about}` : ""}
    </button>
  );
}

function Line({ line, parts }: { line: DiffLine; parts: readonly WordPart[] | undefined }) {
  const changed = line.kind !== "same";
  return (
    <div
      className={cn(
        "grid grid-cols-[34px_34px_18px_minmax(0,1fr)] whitespace-pre pr-3 max-sm:grid-cols-[28px_14px_minmax(0,1fr)] max-sm:whitespace-pre-wrap max-sm:[overflow-wrap:anywhere]",
        line.kind === "add" && "bg-add-bg",
        line.kind === "del" && "bg-del-bg",
      )}
    >
      <span aria-hidden="true" className="select-none pr-2 text-right text-text-3 max-sm:hidden">
        {line.oldLine ?? ""}
      </span>
      <span aria-hidden="true" className="select-none pr-2 text-right text-text-3">
        <span className="max-sm:hidden">{line.newLine ?? ""}</span>
        <span className="sm:hidden">{line.newLine ?? line.oldLine}</span>
      </span>
      <span
        className={cn(
          "select-none text-center font-bold",
          line.kind === "add" ? "text-add-fg" : line.kind === "del" ? "text-del-fg" : "text-text-3",
        )}
      >
        <span aria-hidden="true">{MARK[line.kind]}</span>
        {changed ? <span className="sr-only">{line.kind === "add" ? "added: " : "removed: "}</span> : null}
      </span>
      <span>{parts ? <Words parts={parts} kind={line.kind} /> : <Plain text={line.text} />}</span>
    </div>
  );
}

function Words({ parts, kind }: { parts: readonly WordPart[]; kind: DiffLine["kind"] }): ReactNode {
  let at = 0;
  return parts.map((part) => {
    const key = at;
    at += part.text.length;
    return part.changed && part.text.trim() ? (
      <span key={key} className={cn("rounded-[3px] px-px", kind === "add" ? "bg-add-word" : "bg-del-word")}>
        {part.text}
      </span>
    ) : (
      <Fragment key={key}>{part.text}</Fragment>
    );
  });
}

/** A line with its comment in a quieter colour. */
function Plain({ text }: { text: string }) {
  const at = text.search(/(^|\s)#/);
  if (at < 0) return <>{text}</>;
  return (
    <>
      {text.slice(0, at)}
      <span className="text-text-3">{text.slice(at)}</span>
    </>
  );
}

/** Marks the changed words of a removed line and the added one that stands in its place. */
function pairWords(lines: readonly DiffLine[]): Map<number, readonly WordPart[]> {
  const marked = new Map<number, readonly WordPart[]>();
  for (let start = 0; start < lines.length; ) {
    const block = runOf(lines, start);
    const gone = block.filter((at) => lines[at]?.kind === "del");
    const come = block.filter((at) => lines[at]?.kind === "add");
    if (gone.length === come.length) {
      gone.forEach((at, i) => {
        const other = come[i] ?? at;
        const { before, after } = wordParts(lines[at]?.text ?? "", lines[other]?.text ?? "");
        marked.set(at, before);
        marked.set(other, after);
      });
    }
    start += Math.max(1, block.length);
  }
  return marked;
}

function runOf(lines: readonly DiffLine[], start: number): number[] {
  const run: number[] = [];
  for (let at = start; at < lines.length && lines[at]?.kind !== "same"; at += 1) run.push(at);
  return run;
}
