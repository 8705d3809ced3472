import { diffWordsWithSpace } from "diff";

export interface WordPart {
  text: string;
  changed: boolean;
}

/** Marks the words that differ between a removed and an added line. Lines with nothing in common are marked not at all. */
export function wordParts(before: string, after: string): { before: WordPart[]; after: WordPart[] } {
  const parts = diffWordsWithSpace(before, after);
  const shared = parts.filter((part) => !part.added && !part.removed && part.value.trim() !== "");
  if (shared.length === 0) {
    return { before: [{ text: before, changed: false }], after: [{ text: after, changed: false }] };
  }
  const side = (skip: "added" | "removed"): WordPart[] =>
    parts
      .filter((part) => !part[skip])
      .map((part) => ({ text: part.value, changed: Boolean(part.added || part.removed) }));
  return { before: side("added"), after: side("removed") };
}
