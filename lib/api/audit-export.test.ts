import { describe, expect, it } from "vitest";
import { csvCell } from "./audit-export";

describe("csvCell", () => {
  it.each([
    ["plain", "plain"],
    ["", ""],
    ['with "quotes", and commas', '"with ""quotes"", and commas"'],
    ["two\nlines", '"two\nlines"'],
    ["=HYPERLINK(1)", `"'=HYPERLINK(1)"`],
    ["+1", `"'+1"`],
    ["-1", `"'-1"`],
    ["@cmd", `"'@cmd"`],
    ["\tx", `"'\tx"`],
  ])("of %j is %j", (text, cell) => {
    expect(csvCell(text)).toBe(cell);
  });
});
