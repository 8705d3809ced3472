"use client";

import {
  type ColumnDef,
  flexRender,
  getCoreRowModel,
  getSortedRowModel,
  type Row,
  type SortingState,
  useReactTable,
} from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useRef, useState } from "react";
import { cn } from "./cn";
import { SortMark } from "./sort-mark";

const VIRTUAL_FROM = 100;

export interface DataTableProps<T> {
  /** names the table for readers */
  label: string;
  rows: readonly T[];
  /** `meta.align: "right"` for figures, `meta.className` for widths; `enableSorting: false` where order means nothing */
  columns: ColumnDef<T, unknown>[];
  rowId: (row: T) => string;
  /** opens the panel of a row; links inside a row open pages */
  onRowClick?: (row: T) => void;
  selectedId?: string | undefined;
  initialSort?: SortingState;
  sorting?: SortingState;
  onSortingChange?: (sorting: SortingState) => void;
  /** shown below the head when there are no rows */
  empty?: ReactNode;
  /** scrolls inside with a sticky head; rows are virtual from 100 */
  className?: string;
}

interface CellMeta {
  align?: "right";
  className?: string;
}

function isRight(meta: unknown): boolean {
  return (meta as CellMeta | undefined)?.align === "right";
}

function cellClass(meta: unknown, head: boolean): string {
  const { align, className } = (meta ?? {}) as CellMeta;
  return cn(
    "overflow-hidden text-ellipsis whitespace-nowrap px-2.5 first:pl-3.5 last:pr-3.5",
    align === "right" ? "text-right tabular-nums" : "text-left",
    head
      ? "h-7 border-b border-border-1 bg-surface-1 text-xs font-medium text-text-3"
      : "border-b border-border-1 [tr:last-child>&]:border-b-0",
    className,
  );
}

/** Rows that can be sorted; sticky head, selected row, virtual from 100 rows on. Arrow keys move along rows that open something. */
export function DataTable<T>(props: DataTableProps<T>) {
  const { label, rows, columns, rowId, onRowClick, selectedId, empty, className } = props;
  const [ownSorting, setOwnSorting] = useState<SortingState>(props.initialSort ?? []);
  const sorting = props.sorting ?? ownSorting;
  const scroller = useRef<HTMLDivElement>(null);
  const table = useReactTable<T>({
    data: rows as T[],
    columns,
    state: { sorting },
    onSortingChange: (next) => {
      const value = typeof next === "function" ? next(sorting) : next;
      setOwnSorting(value);
      props.onSortingChange?.(value);
    },
    getRowId: rowId,
    getCoreRowModel: getCoreRowModel(),
    getSortedRowModel: getSortedRowModel(),
  });
  const model = table.getRowModel().rows;
  const virtual = model.length >= VIRTUAL_FROM;
  const virtualizer = useVirtualizer({
    count: virtual ? model.length : 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight(scroller.current),
    overscan: 12,
  });
  const items = virtual ? virtualizer.getVirtualItems() : [];
  const shown = virtual ? items.map((item) => model[item.index]).filter((row) => row !== undefined) : model;
  const before = items[0]?.start ?? 0;
  const after = virtual ? virtualizer.getTotalSize() - (items[items.length - 1]?.end ?? 0) : 0;

  return (
    <div
      ref={scroller}
      className={cn("min-h-0 overflow-auto outline-offset-[-2px]", className)}
      tabIndex={virtual ? 0 : -1}
    >
      <table aria-label={label} aria-rowcount={model.length + 1} className="w-full border-separate border-spacing-0">
        <thead className={cn("sticky top-0 z-10", model.length === 0 && empty && "max-sm:sr-only")}>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map((header) => {
                const sorted = header.column.getIsSorted();
                const content = flexRender(header.column.columnDef.header, header.getContext());
                return (
                  <th
                    key={header.id}
                    scope="col"
                    className={cellClass(header.column.columnDef.meta, true)}
                    {...(sorted ? { "aria-sort": sorted === "asc" ? "ascending" : "descending" } : {})}
                  >
                    {header.column.getCanSort() ? (
                      <button
                        type="button"
                        onClick={header.column.getToggleSortingHandler()}
                        className={cn(
                          "inline-flex h-6 items-center gap-1 font-medium hover:text-text-1",
                          isRight(header.column.columnDef.meta) && "flex-row-reverse",
                        )}
                      >
                        {content}
                        <SortMark direction={sorted} />
                      </button>
                    ) : (
                      content
                    )}
                  </th>
                );
              })}
            </tr>
          ))}
        </thead>
        <tbody>
          {before > 0 ? <Spacer height={before} columns={columns.length} /> : null}
          {shown.map((row) => (
            <BodyRow key={row.id} row={row} selected={row.id === selectedId} {...(onRowClick ? { onRowClick } : {})} />
          ))}
          {after > 0 ? <Spacer height={after} columns={columns.length} /> : null}
        </tbody>
      </table>
      {model.length === 0 ? empty : null}
    </div>
  );
}

function rowHeight(element: HTMLElement | null): number {
  const css = element ? getComputedStyle(element).getPropertyValue("--row") : "";
  return Number.parseFloat(css) || 32;
}

function Spacer({ height, columns }: { height: number; columns: number }) {
  return (
    <tr>
      <td colSpan={columns} style={{ height, padding: 0 }} />
    </tr>
  );
}

function BodyRow<T>({ row, selected, onRowClick }: { row: Row<T>; selected: boolean; onRowClick?: (row: T) => void }) {
  return (
    <tr
      aria-rowindex={row.index + 2}
      aria-selected={onRowClick ? selected : undefined}
      tabIndex={onRowClick ? 0 : undefined}
      onClick={onRowClick ? () => onRowClick(row.original) : undefined}
      onKeyDown={onRowClick ? (event) => onRowKey(event, () => onRowClick(row.original)) : undefined}
      className={cn(
        "h-[var(--row)] outline-offset-[-2px] max-sm:h-11",
        onRowClick && "cursor-pointer",
        selected ? "bg-accent-bg" : "hover:bg-surface-2",
      )}
    >
      {row.getVisibleCells().map((cell) => (
        <td key={cell.id} className={cellClass(cell.column.columnDef.meta, false)}>
          {flexRender(cell.column.columnDef.cell, cell.getContext())}
        </td>
      ))}
    </tr>
  );
}

function onRowKey(event: React.KeyboardEvent<HTMLTableRowElement>, open: () => void) {
  if (event.target !== event.currentTarget) return;
  const row = event.currentTarget;
  const to =
    event.key === "ArrowDown" ? row.nextElementSibling : event.key === "ArrowUp" ? row.previousElementSibling : null;
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    open();
  } else if (to instanceof HTMLElement && to.tabIndex === 0) {
    event.preventDefault();
    to.focus();
  }
}
