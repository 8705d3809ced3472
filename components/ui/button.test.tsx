import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Button } from "./button";
import { Segmented } from "./segmented";

afterEach(cleanup);

describe("button", () => {
  it("does nothing while it works or may not, and stays reachable to tell why", () => {
    const press = vi.fn();
    const { rerender } = render(<Button onClick={press}>Push to prod</Button>);
    fireEvent.click(screen.getByRole("button", { name: "Push to prod" }));
    rerender(
      <Button onClick={press} busy="Pushing, 12 of 14">
        Push to prod
      </Button>,
    );
    const busy = screen.getByRole("button", { name: "Pushing, 12 of 14" });
    fireEvent.click(busy);
    expect(busy.getAttribute("aria-busy")).toBe("true");
    rerender(
      <Button onClick={press} disabledReason="The connection is lost">
        Push to prod
      </Button>,
    );
    const off = screen.getByRole("button", { name: "Push to prod" });
    fireEvent.click(off);
    expect(off.getAttribute("aria-disabled")).toBe("true");
    off.focus();
    expect(document.activeElement).toBe(off);
    expect(press).toHaveBeenCalledTimes(1);
  });
});

describe("segmented", () => {
  it("hands over the view that is picked and never none", () => {
    const change = vi.fn();
    const options = [
      { value: "graph", label: "Graph" },
      { value: "table", label: "Table" },
    ] as const;
    render(<Segmented label="View" value="graph" options={options} onChange={change} />);
    fireEvent.click(screen.getByRole("button", { name: "Graph" }));
    fireEvent.click(screen.getByRole("button", { name: "Table" }));
    expect(change.mock.calls).toEqual([["table"]]);
  });
});
