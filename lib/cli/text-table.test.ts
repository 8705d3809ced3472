import { describe, expect, it } from "vitest";
import { textTable } from "./text-table";

describe("textTable", () => {
  it("aligns words left and figures right", () => {
    const text = textTable(
      ["from", "rate>"],
      [
        ["web", "12.0"],
        ["checkout", "3.5"],
      ],
    );
    expect(text.split("\n")).toEqual(["from      rate", "web       12.0", "checkout   3.5"]);
  });

  it("prints the head alone when there are no rows", () => {
    expect(textTable(["a", "b>"], [])).toBe("a  b");
  });
});
