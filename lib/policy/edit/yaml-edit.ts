import { type Document, isMap, isNode, isScalar, isSeq, parseDocument, YAMLSeq } from "yaml";
import { HeddleError } from "../../model/heddle-error";
import { formatPath, type Path } from "../path";
import { type Json, sameJson } from "./json";
import { endOfLines, sequenceChunks } from "./sequence-chunks";
import { asBlock, asFlow, column, styleOf, type YamlStyle } from "./yaml-block";

/** An item of a rebuilt list: one that was there, by its index, or a new one. */
export type SequenceItem = { keep: number } | { add: Json };

/** One change of a text: a field of a map set (added at its end when missing), or a list put together anew. */
export type YamlEdit =
  | { kind: "set"; path: Path; value: Json }
  | { kind: "sequence"; path: Path; items: readonly SequenceItem[] };

/**
 * Changes a YAML text at one place and leaves every other byte as it is: comments, order, spacing, quotes. The result is read again
 * and compared with the change made on plain values; where the text could not be cut (aliases, exotic layouts) the `yaml` library writes the
 * document anew, which keeps comments and order but not spacing.
 */
export function editYaml(text: string, edit: YamlEdit): string {
  const document = parseDocument(text, { logLevel: "error" });
  const wanted = editedValue(document.toJS(), edit);
  const spliced = edit.kind === "set" ? setField(text, document, edit.path, edit.value) : rebuild(text, document, edit);
  if (spliced !== null && sameJson(plainOf(spliced), wanted)) return spliced;
  const written = rewritten(document, edit);
  if (sameJson(plainOf(written), wanted)) return written;
  throw new HeddleError("invalid_input", {
    what: `The object cannot be edited at ${formatPath(edit.path)}.`,
    why: "It is written in a way that a change there would alter other parts too, e.g. with anchors and aliases.",
    next: "Edit it as YAML.",
  });
}

function plainOf(text: string): unknown {
  const document = parseDocument(text, { logLevel: "error" });
  return document.errors.length > 0 ? undefined : document.toJS();
}

function editedValue(root: unknown, edit: YamlEdit): unknown {
  const copy: unknown = structuredClone(root);
  const parent = edit.path.slice(0, -1).reduce<unknown>((at, step) => Reflect.get(Object(at), step), copy);
  const last = edit.path.at(-1) ?? "";
  const old: unknown = Reflect.get(Object(parent), last);
  const items = Array.isArray(old) ? old : [];
  const value =
    edit.kind === "set" ? edit.value : edit.items.map((item) => ("keep" in item ? items[item.keep] : item.add));
  Reflect.set(Object(parent), last, value);
  return copy;
}

function rewritten(document: Document, edit: YamlEdit): string {
  if (edit.kind === "set") document.setIn(edit.path, document.createNode(edit.value));
  else {
    const old: unknown = document.getIn(edit.path, true);
    const nodes = isSeq(old) ? old.items : [];
    const sequence = new YAMLSeq();
    for (const item of edit.items) sequence.add("keep" in item ? nodes[item.keep] : document.createNode(item.add));
    document.setIn(edit.path, sequence);
  }
  return document.toString({ lineWidth: 0 });
}

function setField(text: string, document: Document, path: Path, value: Json): string | null {
  const node: unknown = document.getIn(path, true);
  if (isScalar(node) && node.range && node.value !== null && typeof value !== "object") {
    return text.slice(0, node.range[0]) + scalarText(value) + text.slice(node.range[1]);
  }
  const parent: unknown = document.getIn(path.slice(0, -1), true);
  const key = String(path.at(-1) ?? "");
  if (node !== undefined || !isMap(parent) || !isNode(parent) || !parent.range) return null;
  if (parent.flow) {
    const close = parent.range[1] - 1;
    const body = text.slice(0, close).trimEnd();
    const gap = text.slice(body.length, close);
    const comma = parent.items.length > 0 ? ", " : " ";
    const quoted = text.trimStart().startsWith("{") ? JSON.stringify(key) : key;
    return `${body}${comma}${quoted}: ${asFlow(value)}${gap || " "}${text.slice(close)}`;
  }
  const style = styleOf(document, text);
  const lines = asBlock({ [key]: value }, style);
  const at = endOfLines(text, parent);
  return insertLines(text, at, lines, " ".repeat(column(text, parent.range[0])), style);
}

const scalarText = (value: string | number | boolean | null): string =>
  typeof value === "string" &&
  /^[A-Za-z][-A-Za-z0-9]*$/.test(value) &&
  !/^(true|false|null|yes|no|on|off|y|n)$/i.test(value)
    ? value
    : JSON.stringify(value);

function insertLines(text: string, at: number, lines: string[], indent: string, style: YamlStyle): string {
  const head = text.slice(0, at);
  const open = head === "" || head.endsWith("\n") ? "" : style.eol;
  return head + open + lines.map((line) => indent + line + style.eol).join("") + text.slice(at);
}

function rebuild(text: string, document: Document, edit: Extract<YamlEdit, { kind: "sequence" }>): string | null {
  const sequence: unknown = document.getIn(edit.path, true);
  if (sequence === undefined) {
    return setField(
      text,
      document,
      edit.path,
      edit.items.flatMap((item) => ("add" in item ? [item.add] : [])),
    );
  }
  if (!isSeq(sequence)) return null;
  const chunks = sequenceChunks(text, sequence);
  if (!chunks || edit.items.length === 0) return null;
  const style = styleOf(document, text);
  if (chunks.indent === null) {
    const items = edit.items.map((item) => ("keep" in item ? (chunks.items[item.keep] ?? "") : asFlow(item.add)));
    return `${chunks.before}[${items.join(", ")}]${chunks.after}`;
  }
  const pad = " ".repeat(chunks.indent);
  const pieces = edit.items.map((item) => {
    if ("keep" in item) return terminated(chunks.items[item.keep] ?? "", style);
    const [first = "", ...rest] = asBlock(item.add, style);
    return [`${pad}- ${first}`, ...rest.map((line) => `${pad}  ${line}`)].map((line) => line + style.eol).join("");
  });
  const whole = chunks.before + pieces.join("") + chunks.after;
  return text.endsWith("\n") ? whole : whole.slice(0, lastLine(whole));
}

const terminated = (chunk: string, style: YamlStyle): string => (chunk.endsWith("\n") ? chunk : chunk + style.eol);

/** Length without the line end at the very end: a text that had none gets none. */
const lastLine = (text: string): number =>
  text.endsWith("\r\n") ? text.length - 2 : text.length - (text.endsWith("\n") ? 1 : 0);
