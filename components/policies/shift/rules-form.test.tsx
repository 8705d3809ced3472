import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, describe, expect, it } from "vitest";
import type { SplitRule } from "@/lib/policy/edit/split-intent";
import { RulesForm } from "./rules-form";

const versions = ["v1", "v2"].map((name, i) => ({ subset: name, version: name, series: i + 1 }));
const rule = (value: string): SplitRule => ({ kind: "header", name: "x-persona", op: "exact", value, subset: "v2" });

function Harness({ start }: { start: SplitRule[] }) {
  const [rules, setRules] = useState(start);
  return <RulesForm rules={rules} versions={versions} disabled={false} onChange={setRules} />;
}

const values = () =>
  screen.getAllByRole<HTMLInputElement>("textbox", { name: /^Value in rule/ }).map((one) => one.value);

describe("RulesForm", () => {
  afterEach(cleanup);

  it("adds a rule that goes to the newest version, and says what is wrong with it", () => {
    render(<Harness start={[]} />);
    fireEvent.click(screen.getByRole("button", { name: "Header rule" }));
    expect(screen.getByRole("combobox", { name: "Where rule 1 sends requests" }).textContent).toContain("v2");
    fireEvent.change(screen.getByRole("textbox", { name: "Name in rule 1" }), { target: { value: "x persona" } });
    expect(screen.getByText(/no header name may hold/)).toBeTruthy();
  });

  it("moves a rule by the arrow keys of its grip, which keeps the focus", () => {
    render(<Harness start={[rule("a"), rule("b"), rule("c")]} />);
    const grip = screen.getByRole("button", { name: "Move rule 3: arrow keys, or drag" });
    grip.focus();
    fireEvent.keyDown(grip, { key: "ArrowUp" });
    expect(values()).toEqual(["a", "c", "b"]);
    expect(document.activeElement).toBe(screen.getByRole("button", { name: "Move rule 2: arrow keys, or drag" }));
    fireEvent.keyDown(grip, { key: "ArrowUp" });
    fireEvent.keyDown(grip, { key: "ArrowUp" });
    expect(values()).toEqual(["c", "a", "b"]);
  });

  it("removes the rule it is told to", () => {
    render(<Harness start={[rule("a"), rule("b")]} />);
    fireEvent.click(screen.getByRole("button", { name: "Remove rule 1" }));
    expect(values()).toEqual(["b"]);
  });
});
