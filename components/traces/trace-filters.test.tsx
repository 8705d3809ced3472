import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { explainAttribute } from "./explain-attribute";
import { filterCount, NO_FILTER, TraceFilters } from "./trace-filters";
import { TraceIdField } from "./trace-id-field";

afterEach(cleanup);

function commit(field: HTMLElement, value: string) {
  fireEvent.change(field, { target: { value } });
  fireEvent.keyDown(field, { key: "Enter" });
}

describe("search of traces", () => {
  it("takes lengths of time in any unit, and says how to write what it cannot read", () => {
    const change = vi.fn();
    render(<TraceFilters filter={NO_FILTER} services={[]} operations={[]} onChange={change} />);
    const least = screen.getByRole("textbox", { name: "At least this long" });
    commit(least, "1.5s");
    expect(change).toHaveBeenCalledWith({ min: 1500 });
    commit(least, "soon");
    expect(screen.getByRole("alert").textContent).toContain("Try 10ms or 1.5s");
    expect(change).toHaveBeenCalledTimes(1);
  });

  it("keeps tags that are no pairs out of the search", () => {
    const change = vi.fn();
    render(<TraceFilters filter={NO_FILTER} services={[]} operations={[]} onChange={change} />);
    const tags = screen.getByRole("textbox", { name: "Tags" });
    commit(tags, "oops");
    expect(screen.getByRole("alert").textContent).toContain("no key=value");
    commit(tags, "http.status_code=503");
    expect(change.mock.calls).toEqual([[{ tags: "http.status_code=503" }]]);
  });

  it("shows the edge it came from, and lets it go", () => {
    const change = vi.fn();
    const filter = { ...NO_FILTER, src: "web-v1", dst: "reviews-v3", errors: true };
    render(<TraceFilters filter={filter} services={[]} operations={[]} onChange={change} />);
    fireEvent.click(screen.getByRole("button", { name: "Remove the edge from the search" }));
    expect(change).toHaveBeenCalledWith({ src: "", dst: "" });
    expect(filterCount(filter)).toBe(2);
  });

  it("opens a trace by its id, padded when it has 64 bits, and only by one", () => {
    const open = vi.fn();
    render(<TraceIdField onOpen={open} />);
    const field = screen.getByRole("textbox", { name: "Trace id" });
    const form = field.closest("form");
    if (!form) throw new Error("the field stands in no form");
    fireEvent.change(field, { target: { value: " 7C1E9A04D2B35F18 " } });
    fireEvent.submit(form);
    fireEvent.change(field, { target: { value: "nope" } });
    fireEvent.submit(form);
    expect(open.mock.calls).toEqual([["00000000000000007c1e9a04d2b35f18"]]);
    expect(screen.getByRole("alert").textContent).toContain("16 or 32");
  });
});

describe("attributes of proxies", () => {
  it("are told in words", () => {
    expect(explainAttribute("response_flags", "UT")).toBe("No answer within the route's timeout");
    expect(explainAttribute("upstream_cluster", "outbound|9080|v3|reviews.shop.svc.cluster.local")).toBe(
      "to port 9080 of reviews.shop.svc.cluster.local, subset v3",
    );
    expect(explainAttribute("node_id", "sidecar~127.0.0.1~web-v1.shop~shop")).toBe(
      "proxy beside web-v1.shop, at 127.0.0.1",
    );
    expect(explainAttribute("http.status_code", "0")).toBe("no answer came");
    expect(explainAttribute("my.own", "1")).toBeUndefined();
  });
});
