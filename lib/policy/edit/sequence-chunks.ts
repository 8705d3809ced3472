import { isMap, isNode, isPair, isSeq, type YAMLSeq } from "yaml";

/** The text of one list: what stands before it, one piece an item, and what follows. Together they are the whole text. */
export interface SequenceChunks {
  before: string;
  items: string[];
  after: string;
  /** column of the dashes; null for a flow list */
  indent: number | null;
}

/**
 * Cuts a text at the items of a list. In a block list a piece is whole lines, with the comments right above its dash; in a flow list
 * just the item. null when the list is written in a way that cannot be cut (a dash on the line of its key, an alias).
 */
export function sequenceChunks(text: string, sequence: YAMLSeq): SequenceChunks | null {
  return sequence.flow ? flowChunks(text, sequence) : blockChunks(text, sequence);
}

function flowChunks(text: string, sequence: YAMLSeq): SequenceChunks | null {
  if (!sequence.range) return null;
  const items = sequence.items.map((item) =>
    isNode(item) && item.range ? text.slice(item.range[0], item.range[1]) : null,
  );
  if (items.some((item) => item === null)) return null;
  const [start, end] = sequence.range;
  return {
    before: text.slice(0, start),
    items: items.filter((item) => item !== null),
    after: text.slice(end),
    indent: null,
  };
}

function blockChunks(text: string, sequence: YAMLSeq): SequenceChunks | null {
  const first = sequence.range?.[0];
  if (first === undefined || text[first] !== "-") return null;
  const indent = first - lineStart(text, first);
  if (text.slice(lineStart(text, first), first).trim() !== "") return null;
  const starts: number[] = [];
  for (const item of sequence.items) {
    const at = isNode(item) ? item.range?.[0] : undefined;
    const dash = at === undefined ? null : dashBefore(text, at, indent, starts.at(-1) ?? first - 1);
    if (dash === null) return null;
    starts.push(dash);
  }
  const last = sequence.items.at(-1);
  const end = lineEnd(text, endOf(last) ?? text.length);
  const cuts = starts.map((dash, i) =>
    withComments(text, lineStart(text, dash), i === 0 ? 0 : (starts[i - 1] ?? 0), indent),
  );
  const items = cuts.map((cut, i) => text.slice(cut, cuts[i + 1] ?? end));
  return { before: text.slice(0, cuts[0]), items, after: text.slice(end), indent };
}

/** The dash of an item: the last line between the previous item and this one that begins with one at the list's column. */
function dashBefore(text: string, at: number, indent: number, previous: number): number | null {
  for (let start = lineStart(text, at); start >= 0; start = lineStart(text, start - 1)) {
    const dash = start + indent;
    if (dash <= previous) return null;
    if (text[dash] === "-" && text.slice(start, dash).trim() === "") return dash;
    if (start === 0) return null;
  }
  return null;
}

/** Moves a cut up over comment lines that stand right above, at the list's own column, but not into the item before. */
function withComments(text: string, cut: number, previous: number, indent: number): number {
  let at = cut;
  while (at > 0) {
    const above = lineStart(text, at - 1);
    const line = text.slice(above, at);
    if (above <= previous || !line.trim().startsWith("#") || line.search(/\S/) > indent) break;
    at = above;
  }
  return at;
}

/** Where the last thing written in a node ends. */
function endOf(node: unknown): number | undefined {
  if (isPair(node)) return endOf(node.value) ?? endOf(node.key);
  if ((isMap(node) || isSeq(node)) && !node.flow && node.items.length > 0) return endOf(node.items.at(-1));
  return isNode(node) ? node.range?.[1] : undefined;
}

export const lineStart = (text: string, offset: number): number =>
  offset <= 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;

function lineEnd(text: string, offset: number): number {
  if (offset > 0 && text[offset - 1] === "\n") return offset;
  const end = text.indexOf("\n", offset);
  return end === -1 ? text.length : end + 1;
}

/** Where the last line of a node ends, its trailing comment included. */
export const endOfLines = (text: string, node: unknown): number => lineEnd(text, endOf(node) ?? text.length);
