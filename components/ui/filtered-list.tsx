"use client";

import type { ColumnDef } from "@tanstack/react-table";
import type { ReactNode } from "react";
import { Button } from "./button";
import { DataTable } from "./data-table";
import { EmptyState } from "./empty-state";
import { Panel } from "./panel";
import { Stale } from "./stale";

interface FilteredListProps<T> {
  /** names the table for readers, e.g. "Services" */
  label: string;
  /** what the filters left */
  rows: readonly T[];
  /** how many there are without them */
  total: number;
  columns: ColumnDef<T, unknown>[];
  rowId: (row: T) => string;
  onRowClick: (row: T) => void;
  /** the same rows where a table has no room */
  narrow: ReactNode;
  /** the rows are not the newest */
  stale: boolean;
  onClear: () => void;
}

/** A list of a page behind its filters: a table, or rows on a phone; says what the filters hide, and clears them. */
export function FilteredList<T>({ total, narrow, stale, onClear, ...table }: FilteredListProps<T>) {
  const { label, rows } = table;
  const noun = label.toLowerCase();
  return (
    <>
      <Panel flush className="overflow-hidden">
        <Stale when={stale}>
          <div className="max-sm:hidden">
            <DataTable {...table} />
          </div>
          <div className="sm:hidden">{narrow}</div>
          {rows.length === 0 ? (
            <EmptyState
              kind="noMatch"
              title="Nothing matches"
              action={<Button onClick={onClear}>Clear filters</Button>}
            >
              The filters hide all {total} {noun}.
            </EmptyState>
          ) : null}
        </Stale>
      </Panel>
      {rows.length > 0 && rows.length < total ? (
        <p className="text-xs text-text-3">
          {rows.length} of {total} {noun}.{" "}
          <button type="button" onClick={onClear} className="rounded-1 text-accent hover:underline">
            Clear filters
          </button>
        </p>
      ) : null}
    </>
  );
}
