import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Span } from "@/lib/model/span";
import { analyseTrace } from "@/lib/traces/analyse-trace";
import { makeSpan } from "@/lib/traces/testing/make-span";
import { Waterfall, type WaterfallProps } from "./waterfall";

const spans: Span[] = [
  makeSpan("a", "", 0, 100, { service: "web", name: "GET /", kind: "server" }),
  makeSpan("b", "a", 10, 50, { service: "reviews", name: "get", kind: "server", status: "error" }),
  makeSpan("c", "b", 20, 40, { service: "reviews", name: "rank" }),
  makeSpan("d", "a", 60, 90, { service: "cart", name: "list", kind: "server" }),
];

function show(more: Partial<WaterfallProps> = {}, of: readonly Span[] = spans) {
  const analysis = analyseTrace(of, { fold: true, adjust: true });
  const onSelect = vi.fn();
  const props: WaterfallProps = {
    analysis,
    series: new Map(),
    selected: -1,
    onSelect,
    found: new Set(),
    showPath: true,
    view: null,
    onView: () => undefined,
    phone: false,
    ...more,
  };
  render(<Waterfall {...props} />);
  return { onSelect, tree: screen.getByRole("tree", { name: "Spans" }) };
}

const names = () => screen.getAllByRole("treeitem").map((row) => row.querySelector(".sr-only")?.textContent);

describe("waterfall", () => {
  beforeEach(() => {
    vi.stubGlobal(
      "ResizeObserver",
      class {
        observe() {}
        unobserve() {}
        disconnect() {}
      },
    );
    Object.defineProperty(HTMLElement.prototype, "clientHeight", { configurable: true, value: 600 });
    Object.defineProperty(HTMLElement.prototype, "clientWidth", { configurable: true, value: 900 });
    HTMLCanvasElement.prototype.getContext = () => null;
    Element.prototype.scrollTo = () => undefined;
  });
  afterEach(cleanup);

  it("says who, what, how long and whether it failed, level by level", () => {
    show();
    expect(names()).toEqual([
      "web, GET /, 100\u00a0ms",
      "reviews, get, 40\u00a0ms, failed ",
      "reviews, rank, 20\u00a0ms",
      "cart, list, 30\u00a0ms",
    ]);
    expect(screen.getAllByRole("treeitem").map((r) => r.getAttribute("aria-level"))).toEqual(["1", "2", "3", "2"]);
  });

  it("is walked, closed and chosen from by keys alone", () => {
    const { tree, onSelect } = show();
    fireEvent.focus(tree);
    fireEvent.keyDown(tree, { key: "ArrowDown" });
    fireEvent.keyDown(tree, { key: "ArrowLeft" });
    expect(names()).toHaveLength(3);
    fireEvent.keyDown(tree, { key: "ArrowRight" });
    expect(names()).toHaveLength(4);
    fireEvent.keyDown(tree, { key: "End" });
    fireEvent.keyDown(tree, { key: "Enter" });
    expect(onSelect).toHaveBeenCalledTimes(1);
    expect(onSelect.mock.calls[0]?.[0].id).toBe("d");
  });

  it("opens what hides a selected row", () => {
    const { tree } = show({ selected: 2 });
    fireEvent.keyDown(tree, { key: "Home" });
    expect(names()).toHaveLength(4);
    expect(screen.getByRole("treeitem", { selected: true }).textContent).toContain("rank");
  });

  it("draws only the rows in sight of ten thousand", () => {
    const many = Array.from({ length: 10_000 }, (_, i) => makeSpan(`s${i}`, i ? "s0" : "", i / 100, i / 100 + 1));
    show({}, many);
    expect(names().length).toBeLessThan(80);
  });
});
