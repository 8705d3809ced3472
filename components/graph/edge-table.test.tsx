import { cleanup, fireEvent, render, screen, within } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { buildGraph } from "@/lib/graph/build-graph";
import { sample, workload } from "@/lib/graph/testing/samples";
import { edgeLabelParts } from "./drawing/edge-label";
import { EdgeList } from "./edge-list";
import { edgeSections, worstFirst } from "./edge-order";
import { EdgeTable } from "./edge-table";

const graph = buildGraph({
  mesh: "m",
  view: { mesh: "m", namespaces: null, type: "versionedApp", durationSec: 60 },
  window: { fromMs: 0, toMs: 60_000 },
  samples: [
    sample("shop/web-v1", "shop/catalog-v1", 6000),
    sample("shop/web-v1", "shop/reviews-v1", 540),
    sample("shop/web-v1", "shop/reviews-v3", 40),
    sample("shop/web-v1", "shop/reviews-v3", 20, { code: "503", flags: "UO" }),
    sample("shop/cart-v1", "data/redis", 3, { protocol: "tcp", code: "", bytesSent: 1.2e8, latency: [] }),
    sample("", "shop/catalog-v1", 60, { reporter: "destination", mtls: "none" }),
  ],
  sources: [],
  services: [],
  workloads: ["shop/web-v1", "shop/reviews-v1", "shop/reviews-v3", "shop/catalog-v1"].map((path) => workload(path)),
});
const edge = (target: string) => graph.edges.find((e) => e.target === target && e.source.startsWith("app/shop/web"));

afterEach(cleanup);

describe("edges as rows", () => {
  it("stand worst first, in the table and in the list's sections", () => {
    const order = worstFirst(graph.edges).map((e) => e.target);
    expect(order[0]).toBe("app/shop/reviews/v3");
    expect(order.indexOf("app/shop/catalog/v1")).toBeLessThan(order.indexOf("app/shop/reviews/v1"));
    expect(edgeSections(graph).map((s) => [s.id, s.edges.length])).toEqual([
      ["trouble", 1],
      ["plaintext", 1],
      ["healthy", 3],
    ]);
  });

  it("fill the table with the same selection, and a click selects", () => {
    const onSelect = vi.fn();
    render(
      <EdgeTable
        graph={graph}
        selected={edge("app/shop/reviews/v3")?.id ?? ""}
        found={null}
        onSelect={onSelect}
        empty={null}
      />,
    );
    const rows = screen.getAllByRole("row").slice(1);
    expect(rows).toHaveLength(graph.edges.length);
    expect(rows[0]?.getAttribute("aria-selected")).toBe("true");
    expect(within(rows[0] as HTMLElement).getByText("33.3")).toBeTruthy();
    fireEvent.click(screen.getByRole("row", { name: /reviews.*v1/ }));
    expect(onSelect).toHaveBeenCalledWith(edge("app/shop/reviews/v1")?.id);
  });

  it("are only those a find names", () => {
    render(
      <EdgeTable
        graph={graph}
        selected={null}
        found={new Set(["app/shop/reviews/v1"])}
        onSelect={() => undefined}
        empty={null}
      />,
    );
    expect(screen.getAllByRole("row")).toHaveLength(2);
  });

  it("are two-line items on a phone, plaintext marked", () => {
    render(<EdgeList graph={graph} found={null} onSelect={() => undefined} />);
    const plaintext = screen.getByRole("region", { name: "Plaintext" });
    expect(within(plaintext).getByText("Plaintext", { selector: "span" })).toBeTruthy();
    expect(screen.getByRole("region", { name: "Needs a look" }).textContent).toContain("33.3");
  });
});

describe("edge labels", () => {
  it("say the wanted figures, errors in their tone, TCP in bytes", () => {
    const failing = edge("app/shop/reviews/v3");
    const tcp = graph.edges.find((e) => e.protocol === "tcp");
    if (!failing || !tcp) throw new Error("edges are missing");
    expect(edgeLabelParts(failing, ["rate", "errors"])).toEqual([
      { text: "1.00/s", tone: "strong" },
      { text: "33.3%", tone: "failing" },
    ]);
    expect(edgeLabelParts(failing, ["share"])).toEqual(
      [{ text: "10%", tone: "quiet" }].map((p) => ({ ...p, text: `${p.text} share` })),
    );
    expect(edgeLabelParts(tcp, ["rate", "p95"])).toEqual([{ text: "TCP · 2.00\u00a0MB/s", tone: "quiet" }]);
    expect(edgeLabelParts({ ...failing, estimated: true }, ["rate"])[0]?.text).toBe("≈1.00/s");
  });
});
