import { describe, expect, it } from "vitest";
import { splitDocuments } from "./split-documents";

const A = "# about a\nkind: A\nspec: { hosts: [a] } # kept\n";
const B = "kind: B\nspec:\n  hosts:\n  - b\n";

describe("splitDocuments", () => {
  it.each([
    [A, [A]],
    [`${A}---\n${B}`, [A, B]],
    [`---\n${A}---\n${B}`, [A, B]],
    [`${A}---\n---\n${B}---\n`, [A, B]],
    [`${A}...\n---\n${B}`, [A, B]],
    ["", []],
    ["---\n# nothing\n---\n", []],
  ])("of %j", (stream, texts) => {
    expect(splitDocuments(stream)).toEqual(texts);
  });

  it("does not take a --- inside a block text for an end", () => {
    const text = "kind: A\ntext: |\n  a\n  ---\n  b\n";
    expect(splitDocuments(`${text}---\n${B}`)).toEqual([text, B]);
  });
});
