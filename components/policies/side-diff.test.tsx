import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffObject } from "@/lib/policy/diff/diff-object";
import { sideRows } from "./side-diff";

const key = { group: "g", version: "v1", plural: "virtualservices", namespace: "shop", name: "reviews" };
const rowsOf = (before: string, after: string) => sideRows(diffObject(key, "VirtualService", before, after).lines, 3);

describe("sideRows", () => {
  it("puts a changed line beside the one that takes its place", () => {
    const [first, second] = rowsOf("a\nweight: 90\n", "a\nweight: 75\n");
    expect(first).toMatchObject({ left: { text: "a" }, right: { text: "a" } });
    expect(second).toMatchObject({ left: { text: "weight: 90" }, right: { text: "weight: 75" } });
  });

  it("loses no line and doubles none", () => {
    const lines = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 30 });
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const diff = diffObject(key, "VirtualService", before.join("\n"), after.join("\n"));
        const rows = sideRows(diff.lines, 2);
        const shown = rows.reduce(
          (sum, row) =>
            "fold" in row
              ? { left: sum.left + row.fold, right: sum.right + row.fold }
              : { left: sum.left + (row.left ? 1 : 0), right: sum.right + (row.right ? 1 : 0) },
          { left: 0, right: 0 },
        );
        expect(shown.left).toBe(diff.lines.filter((line) => line.kind !== "add").length);
        expect(shown.right).toBe(diff.lines.filter((line) => line.kind !== "del").length);
      }),
    );
  });
});
