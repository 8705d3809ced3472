import { type Document, isMap, isNode, isPair, isScalar, isSeq, type LineCounter, type Node, type Pair } from "yaml";
import type { Path } from "./path";

/** Finds the line of a path of one document. */
export interface LineIndex {
  /** 1-based line of the node at `path`, or of the nearest parent that exists. */
  lineOf(path: Path): number | undefined;
}

const startOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);

function childOf(node: Node, step: string | number): Pair | Node | undefined {
  if (isMap(node)) {
    return node.items.find((pair) => String(isScalar(pair.key) ? pair.key.value : pair.key) === String(step));
  }
  if (isSeq(node) && typeof step === "number") {
    const item = node.items[step];
    return isNode(item) || isPair(item) ? item : undefined;
  }
  return undefined;
}

/** Builds the index of a parsed document; `lines` must be the counter it was parsed with. */
export function lineIndex(document: Document, lines: LineCounter): LineIndex {
  return {
    lineOf(path) {
      let node: unknown = document.contents;
      let offset = startOf(node);
      for (const step of path) {
        const child = isNode(node) ? childOf(node, step) : undefined;
        if (child === undefined) break;
        offset = (isPair(child) ? startOf(child.key) : startOf(child)) ?? offset;
        node = isPair(child) ? child.value : child;
      }
      return offset === undefined ? undefined : lines.linePos(offset).line;
    },
  };
}
