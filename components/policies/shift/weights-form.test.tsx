import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, describe, expect, it } from "vitest";
import type { SplitWeight } from "@/lib/policy/edit/split-intent";
import { WeightsForm } from "./weights-form";

const versions = ["v1", "v2", "v3"].map((name, i) => ({ subset: name, version: name, series: i + 1 }));
const now = [
  { subset: "v1", weight: 60 },
  { subset: "v2", weight: 30 },
  { subset: "v3", weight: 10 },
];

function Harness({ start }: { start: SplitWeight[] }) {
  const [wanted, setWanted] = useState(start);
  return (
    <WeightsForm versions={versions} now={start} wanted={wanted} figures={[]} disabled={false} onChange={setWanted} />
  );
}

const field = (name: string) =>
  screen.getByRole<HTMLInputElement>("textbox", { name: `Weight of ${name} in per cent` });
const values = () => ["v1", "v2", "v3"].map((name) => field(name).value);

describe("WeightsForm", () => {
  afterEach(cleanup);

  it("keeps the sum at 100 when a number is typed, and says the difference", () => {
    render(<Harness start={now} />);
    fireEvent.change(field("v3"), { target: { value: "0" } });
    fireEvent.keyDown(field("v3"), { key: "Enter" });
    expect(values()).toEqual(["67", "33", "0"]);
    expect(screen.getByText("−10")).toBeTruthy();
    expect(screen.getByRole("status").textContent).toContain("Sum 100");
  });

  it("steps by arrow and page keys", () => {
    render(<Harness start={now} />);
    fireEvent.keyDown(field("v1"), { key: "PageUp" });
    expect(field("v1").value).toBe("70");
    fireEvent.keyDown(field("v1"), { key: "ArrowDown" });
    expect(field("v1").value).toBe("69");
  });

  it("leaves locked weights alone", () => {
    render(<Harness start={now} />);
    fireEvent.click(screen.getByRole("button", { name: "Lock v2 at 30%" }));
    fireEvent.change(field("v1"), { target: { value: "70" } });
    fireEvent.keyDown(field("v1"), { key: "Enter" });
    expect(values()).toEqual(["70", "30", "0"]);
    expect(field("v2").disabled).toBe(true);
  });

  it("starts from an even share where nothing is split and nothing was measured", () => {
    render(<Harness start={[]} />);
    expect(values()).toEqual(["34", "33", "33"]);
    expect(screen.getAllByText("No split: every instance alike")).toHaveLength(2);
  });
});
