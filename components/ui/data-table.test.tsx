import type { ColumnDef } from "@tanstack/react-table";
import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DataTable } from "./data-table";

interface Row {
  id: string;
  size: number;
}

const columns: ColumnDef<Row, unknown>[] = [
  { header: "Name", accessorKey: "id" },
  { header: "Size", accessorKey: "size", sortDescFirst: true },
];
const rows: Row[] = [
  { id: "b", size: 2 },
  { id: "a", size: 3 },
  { id: "c", size: 1 },
];
const shown = () =>
  within(screen.getByRole("table", { name: "Things" }))
    .getAllByRole("row")
    .slice(1)
    .map((row) => row.textContent);

describe("data table", () => {
  beforeEach(() => {
    vi.stubGlobal(
      "ResizeObserver",
      class {
        observe() {}
        unobserve() {}
        disconnect() {}
      },
    );
    Object.defineProperty(HTMLElement.prototype, "clientHeight", { configurable: true, value: 400 });
    Object.defineProperty(HTMLElement.prototype, "clientWidth", { configurable: true, value: 600 });
  });
  afterEach(cleanup);

  it("sorts by a click on a head, and says so to readers", () => {
    render(<DataTable label="Things" rows={rows} columns={columns} rowId={(r) => r.id} />);
    fireEvent.click(screen.getByRole("button", { name: "Size" }));
    expect(shown()).toEqual(["a3", "b2", "c1"]);
    expect(screen.getByRole("columnheader", { name: "Size" }).getAttribute("aria-sort")).toBe("descending");
  });

  it("opens a row by click, Enter and arrow keys", () => {
    const open = vi.fn();
    render(
      <DataTable label="Things" rows={rows} columns={columns} rowId={(r) => r.id} onRowClick={open} selectedId="a" />,
    );
    const [, first, second] = screen.getAllByRole("row");
    if (!first || !second) throw new Error("rows are missing");
    fireEvent.click(second);
    first.focus();
    fireEvent.keyDown(first, { key: "ArrowDown" });
    expect(document.activeElement).toBe(second);
    fireEvent.keyDown(second, { key: "Enter" });
    expect(open.mock.calls.map(([row]) => row.id)).toEqual(["a", "a"]);
    expect(second.getAttribute("aria-selected")).toBe("true");
  });

  it("draws a part of many rows and still says how many there are", () => {
    const many = Array.from({ length: 5000 }, (_, i) => ({ id: `row ${i}`, size: i }));
    render(<DataTable label="Things" rows={many} columns={columns} rowId={(r) => r.id} />);
    expect(shown()).toContain("row 00");
    expect(shown().length).toBeLessThan(100);
    expect(screen.getByRole("table").getAttribute("aria-rowcount")).toBe("5001");
  });

  it("shows what it is given when there is nothing", () => {
    render(<DataTable label="Things" rows={[]} columns={columns} rowId={(r) => r.id} empty={<p>None yet</p>} />);
    expect(screen.getByText("None yet")).toBeTruthy();
  });
});
