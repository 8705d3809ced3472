import { type Document, isMap, isSeq, Document as NewDocument, Pair, Scalar, visit } from "yaml";
import type { Json } from "./json";

/** How a text writes its lists and small maps, so that what we add looks like what is there. */
export interface YamlStyle {
  /** lists stand two columns deeper than their key */
  indentSeq: boolean;
  /** `{ host: a, subset: b }` on one line */
  flowLeaves: boolean;
  eol: "\n" | "\r\n";
}

/** The small maps that people like to write on one line. */
const LEAVES = new Set(["destination", "headers", "labels"]);

/** Reads the style of a text from its lists and its small maps. Without any: the style of the Istio documentation. */
export function styleOf(document: Document, text: string): YamlStyle {
  const style: YamlStyle = { indentSeq: false, flowLeaves: false, eol: text.includes("\r\n") ? "\r\n" : "\n" };
  visit(document, {
    Pair(_, pair) {
      const key = pair.key instanceof Scalar ? pair.key : null;
      if (LEAVES.has(String(key?.value)) && isMap(pair.value) && pair.value.flow) style.flowLeaves = true;
      if (isSeq(pair.value) && !pair.value.flow && key?.range && pair.value.range) {
        style.indentSeq ||= column(text, pair.value.range[0]) > column(text, key.range[0]);
      }
    },
  });
  return style;
}

/** 0-based column of an offset. */
export const column = (text: string, offset: number): number => offset - (text.lastIndexOf("\n", offset - 1) + 1);

/** A value as one line of JSON-like flow YAML, which may stand anywhere. */
export const asFlow = (value: Json): string => JSON.stringify(value);

/** A value as lines of block YAML without indentation before them and without the last line end. */
export function asBlock(value: Json, style: YamlStyle): string[] {
  const document = new NewDocument(value);
  visit(document, {
    Map(_, map, ancestors) {
      const leaf = map.items.every((pair) => !isMap(pair.value) || pair.value.items.length < 2) && map.items.length > 0;
      const parent = ancestors.at(-1);
      const name = parent instanceof Pair && parent.key instanceof Scalar ? parent.key.value : null;
      if (style.flowLeaves && leaf && LEAVES.has(String(name))) map.flow = true;
    },
  });
  const text = document.toString({ indentSeq: style.indentSeq, lineWidth: 0, flowCollectionPadding: true });
  return text.replace(/\n$/, "").split("\n");
}
